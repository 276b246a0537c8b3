"""Temporary passwords and reset codes: sealed, with expiry and attempts, erased on use."""

import datetime as dt

from vault.graph.schema import Prop
from vault.graph.steps import P, Steps, __, with_properties, without_properties
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.ids import subscriber_id
from vault.kernel.sealing import equals_in_constant_time, seal, unseal
from vault.kernel.time import epoch_ms, now
from vault.operators.model import Keyring
from vault.people.model import EMAIL_ADDRESS, NOTHING, Code, Subscriber

TEMPORARY_PASSWORD = "temporary_password"  # noqa: S105  the name of a kind
RESET_CODE = "reset_code"
PHONE_CODE = "phone_code"
LIFETIMES = {
    TEMPORARY_PASSWORD: dt.timedelta(days=7),
    RESET_CODE: dt.timedelta(hours=1),
    PHONE_CODE: dt.timedelta(hours=1),
}
MAX_ATTEMPTS = 5
CODE_PROPERTIES = (Prop.CODE, Prop.CODE_KIND, Prop.CODE_EXPIRES_AT, Prop.CODE_ATTEMPTS, Prop.CODE_PROVES)


class CodeRefused(DomainError):
    """A wrong, used or unknown code; which of them is not disclosed."""

    code = ErrorCode.CODE_REFUSED
    kind = Kind.UNAUTHENTICATED


def seal_code(keys: Keyring, token: str, kind: str, text: str) -> dict[str, object]:
    expires = epoch_ms(now() + LIFETIMES[kind])
    return {
        Prop.CODE: seal(keys.data_key, text.encode(), _associated_data(token)),
        Prop.CODE_KIND: kind,
        Prop.CODE_EXPIRES_AT: expires,
        Prop.CODE_ATTEMPTS: 0,
        Prop.CODE_PROVES: EMAIL_ADDRESS,
    }


def unseal_code(keys: Keyring, token: str, code: Code) -> str:
    return unseal(keys.data_key, code.sealed, _associated_data(token)).decode()


def _associated_data(token: str) -> str:
    return f"{subscriber_id(token)}/{Prop.CODE}"


def is_usable(code: Code | None, kind: str) -> bool:
    return bool(code and code.kind == kind and code.attempts < MAX_ATTEMPTS and code.expires_at > epoch_ms(now()))


def is_expired(code: Code) -> bool:
    return code.attempts < MAX_ATTEMPTS and code.expires_at <= epoch_ms(now())


def matches_code(keys: Keyring, token: str, code: Code, text: str) -> bool:
    return equals_in_constant_time(unseal_code(keys, token, code), text)


def add_failed_attempt(token: str, code: Code) -> Steps:
    return with_properties(__.V(subscriber_id(token)), **{Prop.CODE_ATTEMPTS: code.attempts + 1})


def person_with_unchanged_code(token: str, code: Code | None) -> Steps:
    """A guard that holds while the person's code and its attempts are as they were read."""
    person = __.V(subscriber_id(token))
    if code is None:
        return person.has_not(Prop.CODE)
    return person.has(Prop.CODE, code.sealed).has(Prop.CODE_ATTEMPTS, code.attempts)


def prove_number_by_code(person: Subscriber, identity: str) -> Steps:
    """Let the use of the person's code prove a number, to which it is about to be sent, and no longer the address.

    A code that others have seen, or another number has received, proves nothing.
    """
    has_other_carrier = __.has(Prop.CODE_PROVES, P.without(EMAIL_ADDRESS, identity))
    return person_with_unchanged_code(person.token, person.code).choose(
        has_other_carrier,
        with_properties(__.identity(), **{Prop.CODE_PROVES: NOTHING}),
        with_properties(__.identity(), **{Prop.CODE_PROVES: identity}),
    )


def erase_code(token: str) -> Steps:
    return without_properties(__.V(subscriber_id(token)), *CODE_PROPERTIES)
