"""The public calls that name a person, with proofs that are wrong."""

from collections.abc import Mapping

from tests.factories import PASSWORD

WRONG = "BBBBBBBB"
BODIES: Mapping[str, dict[str, str]] = {
    "/subscriberconsole/login": {"Password": "wrong-password"},
    "/subscriberconsole/acceptTandC": {"TemporaryPassword": WRONG, "NewPassword": PASSWORD},
    "/subscriberconsole/confirmResetConsolePassword": {"AccessToken": "", "OTP": WRONG, "NewPassword": PASSWORD},
}
