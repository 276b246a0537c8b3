"""A person's own data, changed field by field: by themselves, by venue staff, or by the operator's administrator."""

import enum
from collections.abc import Mapping
from typing import Annotated, Any, Self

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.callers.references import Kind, Reference
from vault.graph.schema import Edge, Prop
from vault.graph.steps import Steps, __, with_properties
from vault.kernel.contact import phone_number
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.kernel.errors import Kind as ErrorKind
from vault.kernel.permissions import Permission
from vault.kernel.values import value
from vault.kernel.vocabulary import wire
from vault.operators.service import pool
from vault.people import queries
from vault.people import service as people
from vault.people.model import (
    AWAITING_TERMS,
    IN_SERVICE,
    SUSPENDED,
    OfPerson,
    PersonNotFound,
    PhoneNumberTaken,
    Subscriber,
)
from vault.people.references import PERSON

OWN_FIELDS = frozenset({"contactpref_sms", "family_name", "given_name", "locale", "phone_number"})
VENUE_FIELDS = frozenset({"contactpref_sms"})
KEPT = {
    "contactpref_sms": Prop.CONTACT_BY_SMS,
    "external_subscriber_id": Prop.EXTERNAL_SUBSCRIBER_ID,
    "locale": Prop.LOCALE,
    "status": Prop.STATUS,
}
"""The fields that the graph keeps; the others live in Cognito alone."""


class Status(enum.StrEnum):
    """What callers may say of a person's status; Active is In Service."""

    ACTIVE = "Active"
    AWAITING_TERMS = AWAITING_TERMS
    UNKNOWN = "Unknown"
    IN_SERVICE = IN_SERVICE
    SUSPENDED = SUSPENDED


class FieldNotYours(DomainError):
    """A field that the caller may not change of this person."""

    code = ErrorCode.FIELD_NOT_YOURS
    kind = ErrorKind.FORBIDDEN


class StatusNotPossible(DomainError):
    """A status that this person cannot have: in service before the terms, waiting for them afterwards, unknown."""

    code = ErrorCode.STATUS_NOT_POSSIBLE


@value
class Known(OfPerson):
    """A person, and the ids of the identities by which they are found."""

    subscriber: Subscriber
    identities: frozenset[str]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the rows of the view."""
        return cls(Subscriber.of(row), frozenset(row["identities"]))


def known_view(person: Steps, _body: object = None) -> Steps:
    """A person with the identities that mean them."""
    return queries.seen(person, identities=__.in_(Edge.IDENTIFIES).id_().fold())


KNOWN = Kind(find=PERSON.find, view=known_view, value=Known.of, missing=PERSON.missing)
KnownRef = Annotated[Known, Reference(KNOWN, by=("subscriber_token",))]


def update(caller: Caller, known: Known, wanted: Mapping[str, Any]) -> None:
    """Change the given fields, by Python name; those that are None stay.

    The order is: the new phone number claimed, then Cognito, then the caller's write, which gives up the old number.
    Raises FieldNotYours, StatusNotPossible, PhoneNumberInvalid, PhoneNumberTaken, PersonNotFound, Unavailable.
    """
    given = {
        name: str(value) if isinstance(value, str) else value for name, value in wanted.items() if value is not None
    }
    refuse_others(caller, known.subscriber, given)
    if not given:
        return
    if "status" in given:
        given["status"] = status_after(known.subscriber, given["status"])
    if "phone_number" in given:
        given["phone_number"] = phone_number(given["phone_number"], caller.operator.country or None)
        claim_phone(caller, known, given["phone_number"])
    tell_cognito(caller, known.token, {name: value for name, value in given.items() if name not in KEPT})
    kept = {KEPT[name]: value for name, value in given.items() if name in KEPT}
    caller.tx.change(with_properties(__.V(known.id), **kept))
    audit.record(caller, AuditEvent.PROFILE_UPDATED, subscriber=known.token, fields=sorted(map(wire, given)))


def refuse_others(caller: Caller, person: Subscriber, given: Mapping[str, Any]) -> None:
    """Raise FieldNotYours for the first field that the caller may not change of this person."""
    scope = caller.scope(Permission.SUBSCRIBERS_UPDATE)
    if scope.operator:
        return
    own = OWN_FIELDS if person.token == caller.token else frozenset()
    here = VENUE_FIELDS if scope.venues & person.venue_ids else frozenset()
    for name in sorted(given.keys() - own - here):
        raise FieldNotYours(field=wire(name))


def status_after(person: Subscriber, wanted: str) -> str:
    """The status that a person gets: suspended from any, else the one that their terms allow. StatusNotPossible."""
    status = IN_SERVICE if wanted == Status.ACTIVE else wanted
    if status not in {SUSPENDED, AWAITING_TERMS if person.awaits_terms else IN_SERVICE}:
        raise StatusNotPossible
    return status


def claim_phone(caller: Caller, known: Known, number: str) -> None:
    """Have the number mean this person, at once, and in the caller's write no other number any more.

    Raises PhoneNumberTaken, PersonNotFound, Unavailable.
    """
    profile = people.of(caller.operator, [known.token]).get(known.token)
    if profile is None:
        raise PersonNotFound
    identity = queries.phone_identity(number, caller.operator)
    if identity not in known.identities:
        caller.tx.claim(identity, PhoneNumberTaken())
        caller.tx.change(*queries.name(identity, known.token))
        audit.record(caller, AuditEvent.PHONE_NUMBER_CLAIMED, subscriber=known.token)
        caller.tx.commit()
    needed = {identity} | ({queries.email_identity(profile.email, caller.operator)} if profile.email else set())
    stale = sorted(known.identities - needed)
    if stale:
        caller.tx.change(__.V(*stale).drop())


def tell_cognito(caller: Caller, token: str, attributes: Mapping[str, str]) -> None:
    """Change names and number where they live, and drop the copy of them. Raises Unavailable."""
    if attributes:
        cognito.update_user(pool(caller.operator), token, attributes)
        people.forget(caller.operator, token)
