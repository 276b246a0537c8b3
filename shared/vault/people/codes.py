"""Temporary passwords and reset codes: sealed, with expiry and attempts, erased on use."""

import datetime as dt
import hashlib

from vault.graph.schema import Label, Prop
from vault.graph.steps import Steps, T, __, with_properties, without_properties
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.ids import subscriber_id, unknown_person_id
from vault.kernel.sealing import equals_in_constant_time, seal, unseal
from vault.kernel.time import epoch_ms, now
from vault.operators.model import Keyring
from vault.people.model import Code

TEMPORARY_PASSWORD = "temporary_password"  # noqa: S105  the name of a kind
RESET_CODE = "reset_code"
LIFETIMES = {TEMPORARY_PASSWORD: dt.timedelta(days=7), RESET_CODE: dt.timedelta(hours=1)}
MAX_ATTEMPTS = 5
UNKNOWN_PERSONS = 64
CODE_PROPERTIES = (Prop.CODE, Prop.CODE_KIND, Prop.CODE_EXPIRES_AT, Prop.CODE_ATTEMPTS)


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


def note_refused_code(person_id: str) -> Steps:
    """Write as much about a person without a code to count on as `add_failed_attempt` does about others."""
    return with_properties(__.V(person_id), **{Prop.CODE_REFUSED_AT: epoch_ms(now())})


def note_refused_code_of_nobody(operator_id: str, name: str) -> Steps:
    """The same write for an unknown person, on one of a fixed number of vertices of the operator."""
    number = int(hashlib.sha256(name.encode()).hexdigest(), 16) % UNKNOWN_PERSONS
    identity = {T.id: unknown_person_id(operator_id, number), T.label: Label.UNKNOWN_PERSON}
    return with_properties(__.merge_v(identity), **{Prop.CODE_REFUSED_AT: epoch_ms(now())})


def erase_code(token: str) -> Steps:
    return without_properties(__.V(subscriber_id(token)), *CODE_PROPERTIES)
