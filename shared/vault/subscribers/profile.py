"""Changing a person's data field by field: by themselves, venue staff, or the operator's administrator."""

import enum
from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.callers.references import Lookup
from vault.gateway_marks.service import mark_gateway_vlans
from vault.graph.schema import Edge, Label, Prop, Row
from vault.graph.steps import Steps, __, with_properties
from vault.kernel.contact import normalize_phone_number
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldNotYours
from vault.kernel.json_types import JsonObject
from vault.kernel.permissions import Permission, Role
from vault.kernel.statuses import AWAITING_TERMS, IN_SERVICE, SUSPENDED
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.operators.service import get_user_pool
from vault.people import external_ids, last_administrator, numbers, queries
from vault.people import service as people
from vault.people.model import HasSubscriber, PersonNotFound, Subscriber
from vault.people.profile_copies import delete_cached_profile
from vault.people.references import PERSON
from vault.subscribers.effect import WITHOUT_ACCESS

OWN_FIELDS = frozenset({"contactpref_sms", "family_name", "given_name", "locale", "phone_number"})
VENUE_FIELDS = frozenset({"contactpref_sms"})
GRAPH_FIELDS = {
    "contactpref_sms": Prop.CONTACT_BY_SMS,
    "locale": Prop.LOCALE,
    "status": Prop.STATUS,
}
"""Fields that are properties of the person's vertex."""
COGNITO_FIELDS = frozenset({"family_name", "given_name", "phone_number"})
"""Fields stored in Cognito only."""


class StatusInput(enum.StrEnum):
    """The statuses that a request may name; Active is In Service."""

    ACTIVE = "Active"
    AWAITING_TERMS = AWAITING_TERMS
    UNKNOWN = "Unknown"
    IN_SERVICE = IN_SERVICE
    SUSPENDED = SUSPENDED


class StatusNotPossible(DomainError):
    """The person cannot have this status, such as In Service before accepting the terms."""

    code = ErrorCode.STATUS_NOT_POSSIBLE


@value
class PersonWithIdentities(HasSubscriber):
    subscriber: Subscriber
    identities: frozenset[str]
    is_administrator: bool
    """Whether the person is a DomainAdministrator."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(Subscriber.from_row(row), frozenset(row["identities"]), bool(row["administrator"]))


def _person_with_identities(person: Steps) -> Steps:
    identities = __.in_(Edge.IDENTIFIES).has_label(Label.IDENTITY).id_()
    administrator = __.out_e(Edge.STAFF_OF).has(Prop.ROLE, str(Role.DOMAIN_ADMINISTRATOR)).id_()
    return queries.person_with_venues(person, identities=identities.fold(), administrator=administrator.fold())


PERSON_WITH_IDENTITIES = Lookup(
    finders=PERSON.finders,
    view=_person_with_identities,
    build=PersonWithIdentities.from_row,
    not_found_error=PERSON.not_found_error,
)
PersonWithIdentitiesRef = Annotated[PersonWithIdentities, PERSON_WITH_IDENTITIES]


def update(ctx: CallContext, person: PersonWithIdentities, changes: JsonObject) -> None:
    """Change the given fields, by Python name; None leaves one as it is.

    What the graph may refuse is committed first, then Cognito is updated, then the transaction drops the old number.
    Raises FieldNotYours, StatusNotPossible, PhoneNumberInvalid, PhoneNumberTaken, PersonNotFound, TooManyRequests,
    LastAdministrator, ExternalSubscriberIdTaken, Unavailable.
    """
    fields = {
        name: str(value) if isinstance(value, str) else value for name, value in changes.items() if value is not None
    }
    _refuse_foreign_fields(ctx, person.subscriber, fields)
    if not fields:
        return
    if "status" in fields:
        fields["status"] = _status_after(person.subscriber, fields["status"])
        _guard_last_administrator(ctx, person, fields["status"])
    in_cognito = {name: value for name, value in fields.items() if name in COGNITO_FIELDS}
    _update_graph(ctx, person, {name: value for name, value in fields.items() if name not in COGNITO_FIELDS})
    if in_cognito:
        _update_cognito(ctx, person, in_cognito)


def _update_graph(ctx: CallContext, person: PersonWithIdentities, fields: Mapping[str, str]) -> None:
    """Add the changes to the write. The commit raises ExternalSubscriberIdTaken."""
    if not fields:
        return
    if external_id := fields.get("external_subscriber_id"):
        external_ids.change(ctx, person.subscriber, external_id)
    properties = {prop: fields.get(name) for name, prop in GRAPH_FIELDS.items()}
    ctx.tx.change(with_properties(__.V(person.id), **properties))
    if "status" in fields:
        ctx.tx.read_at_writer(ctx.operator.issuer, person.token)
        _mark_gateways(ctx, person, fields["status"])
    _record_update(ctx, person, fields)


def _mark_gateways(ctx: CallContext, person: PersonWithIdentities, status: str) -> None:
    """Let the gateways follow a suspension or its end, provided that the status is still the one that was read."""
    before = person.subscriber.status
    ctx.tx.guard(__.V(person.id).has(Prop.STATUS, before))
    if (before in WITHOUT_ACCESS) != (status in WITHOUT_ACCESS):
        mark_gateway_vlans(ctx, units=__.V(person.id).out(Edge.SUBSCRIBES).out(Edge.SUBSCRIPTION_AT))


def _record_update(ctx: CallContext, person: PersonWithIdentities, fields: Iterable[str]) -> None:
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


def _guard_last_administrator(ctx: CallContext, person: PersonWithIdentities, status: str) -> None:
    """Keep an administrator who could undo a suspension. The commit raises LastAdministrator."""
    if status == SUSPENDED and person.is_administrator:
        last_administrator.keep_another_administrator(ctx, person.id)


def _update_cognito(ctx: CallContext, person: PersonWithIdentities, fields: Mapping[str, str]) -> None:
    """Commit the write so far, then update Cognito; the rest of the write drops a number that was replaced.

    Raises PhoneNumberTaken, PersonNotFound, TooManyRequests, Unavailable.
    """
    stale: list[str] = []
    if number := fields.get("phone_number"):
        fields = {**fields, "phone_number": normalize_phone_number(number, ctx.operator.country or None)}
        stale = _claim_phone(ctx, person, fields["phone_number"])
    ctx.tx.commit()
    if not cognito.update_user(get_user_pool(ctx.operator), person.token, fields):
        raise PersonNotFound
    delete_cached_profile(ctx.operator, person.token)
    # A change also where nothing is to be dropped: the call's answer is stored with a write, for a repetition.
    ctx.tx.change(__.V(*stale).drop() if stale else __.V(person.id))
    _record_update(ctx, person, fields)


def _claim_phone(ctx: CallContext, person: PersonWithIdentities, number: str) -> list[str]:
    """Add the claim of a new number to the write; the identities that the person then has no more.

    Raises PersonNotFound, TooManyRequests, Unavailable; at the commit PhoneNumberTaken.
    """
    profile = people.get_profiles(ctx.operator, [person.token]).get(person.token)
    if profile is None:
        raise PersonNotFound
    identity = queries.phone_identity(number, ctx.operator)
    if identity not in person.identities:
        claim = numbers.claim_own_number if person.token == ctx.token else numbers.claim_number
        claim(ctx, identity, person.token)
        audit.record(ctx, AuditEvent.PHONE_NUMBER_CLAIMED, subscriber=person.token)
    needed = {identity} | ({queries.email_identity(profile.email, ctx.operator)} if profile.email else set())
    return sorted(person.identities - needed)
