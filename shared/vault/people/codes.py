"""Temporary passwords and reset codes: sealed, with expiry and attempts, erased on use."""

import datetime as dt
import hashlib

from vault.callers.model import WriteContext
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import P, Steps, T, __, with_properties, without_properties
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.generated_secrets import generate_reset_code, generate_temporary_password
from vault.kernel.ids import subscriber_id, unknown_person_id
from vault.kernel.sealing import equals_in_constant_time, seal, unseal
from vault.kernel.templates import Template
from vault.kernel.time import epoch_ms, now
from vault.operators.model import Keyring
from vault.operators.service import get_keyring
from vault.people.model import EMAIL_ADDRESS, NOTHING, Code, Subscriber

TEMPORARY_PASSWORD = "temporary_password"  # noqa: S105  the name of a kind
RESET_CODE = "reset_code"
PHONE_CODE = "phone_code"
LIFETIMES = {
    TEMPORARY_PASSWORD: dt.timedelta(days=7),
    RESET_CODE: dt.timedelta(hours=1),
    PHONE_CODE: dt.timedelta(hours=1),
}
GENERATORS = {
    TEMPORARY_PASSWORD: generate_temporary_password,
    RESET_CODE: generate_reset_code,
    PHONE_CODE: generate_reset_code,
}
CODE_KINDS = {
    Template.PHONE_CODE: PHONE_CODE,
    Template.WELCOME: TEMPORARY_PASSWORD,
    Template.PASSWORD_RESET: RESET_CODE,
}
"""The templates that contain a code, and its kind."""
MAX_ATTEMPTS = 5
UNKNOWN_PERSONS = 64
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


def replace_code(ctx: WriteContext, person: Subscriber, kind: str) -> None:
    """Give the person a new code of this kind, if theirs is as it was read."""
    sealed = seal_code(get_keyring(ctx.operator), person.token, kind, GENERATORS[kind]())
    ctx.tx.guard(person_with_unchanged_code(person.token, person.code))
    ctx.tx.change(with_properties(__.V(person.id), **sealed))


def template_for_password(person: Subscriber) -> Template:
    """The template with the code by which the person can set a password now."""
    return Template.WELCOME if person.awaits_terms else Template.PASSWORD_RESET


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


def person_with_unchanged_code(token: str, code: Code | None) -> Steps:
    """A guard that holds while the person's code and its attempts are as they were read."""
    person = __.V(subscriber_id(token))
    if code is None:
        return person.has_not(Prop.CODE)
    return person.has(Prop.CODE, code.sealed).has(Prop.CODE_ATTEMPTS, code.attempts)


def unknown_person(operator_id: str, name: str) -> str:
    """The id of the vertex that counts attempts with an unknown name, one of a fixed number of the operator."""
    number = int(hashlib.sha256(name.encode()).hexdigest(), 16) % UNKNOWN_PERSONS
    return unknown_person_id(operator_id, number)


def read_attempts(person_id: str) -> int | None:
    """The failed attempts that a vertex counts; None without any. Raises Unavailable."""
    found = execute(__.V(person_id).values(Prop.CODE_ATTEMPTS))
    return int(found[0]) if found else None


def unchanged_attempts(person_id: str, attempts: int | None) -> Steps:
    """A guard that holds while a vertex counts this number of attempts."""
    if attempts is None:
        return __.not_(__.V(person_id).has(Prop.CODE_ATTEMPTS))
    return __.V(person_id).has(Prop.CODE_ATTEMPTS, attempts)


def count_attempt(person_id: str, attempts: int | None) -> Steps:
    return with_properties(__.V(person_id), **{Prop.CODE_ATTEMPTS: (attempts or 0) + 1})


def count_attempt_of_nobody(vertex_id: str, attempts: int | None) -> Steps:
    """As `count_attempt`; the vertex may be missing."""
    vertex = __.merge_v({T.id: vertex_id, T.label: Label.UNKNOWN_PERSON})
    return with_properties(vertex, **{Prop.CODE_ATTEMPTS: (attempts or 0) + 1})


def person_with_code(person_id: str, code: Code) -> Steps:
    """A guard that holds while it is this code that the person has."""
    return __.V(person_id).has(Prop.CODE, code.sealed)


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
