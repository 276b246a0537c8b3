"""Temporary passwords and reset codes: kept sealed, with expiry and attempts, erased on use."""

import datetime as dt

from vault.graph.schema import Prop
from vault.graph.steps import Steps, __, with_properties, without_properties
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.ids import subscriber_id
from vault.kernel.sealing import equal, seal, unseal
from vault.kernel.time import epoch_ms, now
from vault.operators.model import Keyring
from vault.people.model import Code

TEMPORARY_PASSWORD = "temporary_password"  # noqa: S105  the name of a kind
RESET_CODE = "reset_code"
LIVES = {TEMPORARY_PASSWORD: dt.timedelta(days=7), RESET_CODE: dt.timedelta(hours=1)}
MOST_ATTEMPTS = 5
KEPT = (Prop.CODE, Prop.CODE_KIND, Prop.CODE_EXPIRES_AT, Prop.CODE_ATTEMPTS)


class CodeRefused(DomainError):
    """A wrong, used or unknown code; the caller is not told which."""

    code = ErrorCode.CODE_REFUSED
    kind = Kind.UNAUTHENTICATED


def sealed(keys: Keyring, token: str, kind: str, text: str) -> dict[str, object]:
    """The properties that keep a new code on its person."""
    expires = epoch_ms(now() + LIVES[kind])
    return {
        Prop.CODE: seal(keys.data_key, text.encode(), bound(token)),
        Prop.CODE_KIND: kind,
        Prop.CODE_EXPIRES_AT: expires,
        Prop.CODE_ATTEMPTS: 0,
    }


def text_of(keys: Keyring, token: str, code: Code) -> str:
    """The code in clear."""
    return unseal(keys.data_key, code.sealed, bound(token)).decode()


def bound(token: str) -> str:
    """What a code is bound to: its person."""
    return f"{subscriber_id(token)}/{Prop.CODE}"


def alive(code: Code | None, kind: str) -> bool:
    """Whether a code of this kind can still be used."""
    return bool(code and code.kind == kind and code.attempts < MOST_ATTEMPTS and code.expires_at > epoch_ms(now()))


def outdated(code: Code) -> bool:
    """Whether a code would count if it were not too old."""
    return code.attempts < MOST_ATTEMPTS and code.expires_at <= epoch_ms(now())


def matches(keys: Keyring, token: str, code: Code, text: str) -> bool:
    """Whether a text is the code, compared in constant time."""
    return equal(text_of(keys, token, code), text)


def failed(token: str, code: Code) -> Steps:
    """One more failed attempt, counted from what the code had."""
    return with_properties(__.V(subscriber_id(token)), **{Prop.CODE_ATTEMPTS: code.attempts + 1})


def unchanged(token: str, code: Code | None) -> Steps:
    """The person, if they have this code still, or still none, with no attempt more."""
    person = __.V(subscriber_id(token))
    if code is None:
        return person.has_not(Prop.CODE)
    return person.has(Prop.CODE, code.sealed).has(Prop.CODE_ATTEMPTS, code.attempts)


def erased(token: str) -> Steps:
    """The person without a code."""
    return without_properties(__.V(subscriber_id(token)), *KEPT)
