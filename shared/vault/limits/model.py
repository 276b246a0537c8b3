"""Limits, and what is answered beyond them."""

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value


class TooManyRequests(DomainError):
    """More tries than a limit allows; `retry_after` is in seconds."""

    code = ErrorCode.TOO_MANY_REQUESTS
    kind = Kind.THROTTLED


@value
class Limit:
    """So many tries in so many seconds from the first one on."""

    name: str
    most: int
    seconds: int


# A whole house may stand behind one address, hence the generous limits for a source.
LOGINS_FROM_SOURCE = Limit("login_source", 300, 300)
LOGINS_AS = Limit("login_name", 30, 300)
CODES_FROM_SOURCE = Limit("code_source", 100, 900)
CODES_AS = Limit("code_name", 10, 900)
RESENDS_FROM_SOURCE = Limit("resend_source", 100, 900)
WRONG_SECRETS_FROM_SOURCE = Limit("wrong_secret_source", 30, 60)
RESENDS_FOR = Limit("resend_name", 5, 900)
KEY_TEXTS_BY = Limit("key_text_name", 20, 900)

FREE_FAILURES = 5
MOST_AT_ONCE = 12
"""Failures, and tries whose answer is still to come, up to which a name may be tried while others are on their way."""
LONGEST_TRY = 30
LONGEST_PAUSE = 900
FAILURES_REMEMBERED = 3600


def pause_after(failures: int) -> int:
    """Seconds to wait after so many failed logins in a row: none up to 5, then 2, 4, 8 and so on up to 900."""
    beyond = failures - FREE_FAILURES
    return 0 if beyond <= 0 else min(2 ** min(beyond, 10), LONGEST_PAUSE)
