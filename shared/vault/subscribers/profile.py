"""Changing a person's data field by field: by themselves, venue staff, or the operator's administrator."""

import enum
from collections.abc import Mapping
from typing import Annotated, Self

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.callers.references import Lookup
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import Steps, __, with_properties
from vault.kernel.contact import normalize_phone_number
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.kernel.errors import Kind as ErrorKind
from vault.kernel.json_types import JsonObject
from vault.kernel.permissions import Permission
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.operators.service import get_user_pool
from vault.people import queries
from vault.people import service as people
from vault.people.model import (
    AWAITING_TERMS,
    IN_SERVICE,
    SUSPENDED,
    HasSubscriber,
    PersonNotFound,
    PhoneNumberTaken,
    Subscriber,
)
from vault.people.references import PERSON

OWN_FIELDS = frozenset({"contactpref_sms", "family_name", "given_name", "locale", "phone_number"})
VENUE_FIELDS = frozenset({"contactpref_sms"})
GRAPH_FIELDS = {
    "contactpref_sms": Prop.CONTACT_BY_SMS,
    "external_subscriber_id": Prop.EXTERNAL_SUBSCRIBER_ID,
    "locale": Prop.LOCALE,
    "status": Prop.STATUS,
}
"""Fields stored in the graph; the others are stored in Cognito only."""


class StatusInput(enum.StrEnum):
    """The statuses that a request may name; Active is In Service."""

    ACTIVE = "Active"
    AWAITING_TERMS = AWAITING_TERMS
    UNKNOWN = "Unknown"
    IN_SERVICE = IN_SERVICE
    SUSPENDED = SUSPENDED


class FieldNotYours(DomainError):
    """The caller may not change this field of this person."""

    code = ErrorCode.FIELD_NOT_YOURS
    kind = ErrorKind.FORBIDDEN


class StatusNotPossible(DomainError):
    """The person cannot have this status, such as In Service before accepting the terms."""

    code = ErrorCode.STATUS_NOT_POSSIBLE


@value
class PersonWithIdentities(HasSubscriber):
    subscriber: Subscriber
    identities: frozenset[str]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(Subscriber.from_row(row), frozenset(row["identities"]))


def _person_with_identities(person: Steps) -> Steps:
    return queries.person_with_venues(person, identities=__.in_(Edge.IDENTIFIES).id_().fold())


PERSON_WITH_IDENTITIES = Lookup(
    finders=PERSON.finders,
    view=_person_with_identities,
    build=PersonWithIdentities.from_row,
    not_found_error=PERSON.not_found_error,
)
PersonWithIdentitiesRef = Annotated[PersonWithIdentities, PERSON_WITH_IDENTITIES]


def update(ctx: CallContext, person: PersonWithIdentities, changes: JsonObject) -> None:
    """Change the given fields, by Python name; None leaves one as it is.

    The new phone number is claimed first, then Cognito is updated, then the transaction drops the old number.
    Raises FieldNotYours, StatusNotPossible, PhoneNumberInvalid, PhoneNumberTaken, PersonNotFound, Unavailable.
    """
    fields = {
        name: str(value) if isinstance(value, str) else value for name, value in changes.items() if value is not None
    }
    _refuse_foreign_fields(ctx, person.subscriber, fields)
    if not fields:
        return
    if "status" in fields:
        fields["status"] = _status_after(person.subscriber, fields["status"])
    if "phone_number" in fields:
        fields["phone_number"] = normalize_phone_number(fields["phone_number"], ctx.operator.country or None)
        _claim_phone(ctx, person, fields["phone_number"])
    _update_cognito(ctx, person.token, {name: value for name, value in fields.items() if name not in GRAPH_FIELDS})
    properties = {GRAPH_FIELDS[name]: value for name, value in fields.items() if name in GRAPH_FIELDS}
    ctx.tx.change(with_properties(__.V(person.id), **properties))
    if "status" in fields:
        ctx.tx.read_at_writer(ctx.operator.issuer, person.token)
    audit.record(ctx, AuditEvent.PROFILE_UPDATED, subscriber=person.token, fields=sorted(map(wire_name, fields)))


def _refuse_foreign_fields(ctx: CallContext, person: Subscriber, fields: Mapping[str, object]) -> None:
    scope = ctx.scope(Permission.SUBSCRIBERS_UPDATE)
    if scope.operator:
        return
    own = OWN_FIELDS if person.token == ctx.token else frozenset()
    here = VENUE_FIELDS if scope.venues & person.venue_ids else frozenset()
    for name in sorted(fields.keys() - own - here):
        raise FieldNotYours(field=wire_name(name))


def _status_after(person: Subscriber, requested: str) -> str:
    status = IN_SERVICE if requested == StatusInput.ACTIVE else requested
    if status not in {SUSPENDED, AWAITING_TERMS if person.awaits_terms else IN_SERVICE}:
        raise StatusNotPossible
    return status


def _claim_phone(ctx: CallContext, person: PersonWithIdentities, number: str) -> None:
    """Commit the new number; the transaction drops others. Raises PhoneNumberTaken, PersonNotFound, Unavailable."""
    profile = people.get_profiles(ctx.operator, [person.token]).get(person.token)
    if profile is None:
        raise PersonNotFound
    identity = queries.phone_identity(number, ctx.operator)
    if identity not in person.identities:
        ctx.tx.claim(identity, PhoneNumberTaken())
        ctx.tx.change(*queries.link_identity(identity, person.token))
        audit.record(ctx, AuditEvent.PHONE_NUMBER_CLAIMED, subscriber=person.token)
        ctx.tx.commit()
    needed = {identity} | ({queries.email_identity(profile.email, ctx.operator)} if profile.email else set())
    stale = sorted(person.identities - needed)
    if stale:
        ctx.tx.change(__.V(*stale).drop())


def _update_cognito(ctx: CallContext, token: str, attributes: Mapping[str, str]) -> None:
    if attributes:
        cognito.update_user(get_user_pool(ctx.operator), token, attributes)
        people.delete_cached_profile(ctx.operator, token)
