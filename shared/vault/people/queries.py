"""Gremlin queries about people."""

from collections.abc import Callable

from vault.graph.identifiers import new_identifier
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import (
    P,
    Scope,
    Steps,
    __,
    merge_edge,
    new_edge,
    new_vertex,
    with_properties,
    without_properties,
)
from vault.kernel import ids
from vault.kernel.contact import EmailAddressInvalid, PhoneNumberInvalid, normalize_email, normalize_phone_number
from vault.kernel.permissions import Role
from vault.kernel.sealing import blind_index
from vault.kernel.statuses import SUSPENDED
from vault.kernel.time import epoch_ms, now
from vault.operators.model import Operator
from vault.operators.service import get_keyring

NO_IDENTITY = "_V3IDENTITY_.nobody"
CLAIM_MS = 24 * 3_600_000
"""For so long a number that nobody has proven stays with the person who claimed it first."""


def by_token(token: str, _operator: Callable[[], Operator]) -> Steps:
    return __.V(ids.subscriber_id(token)).has_label(Label.SUBSCRIBER)


def by_email(text: str, operator: Callable[[], Operator]) -> Steps:
    return by_identity(email_identity(text, operator()))


def by_phone(text: str, operator: Callable[[], Operator]) -> Steps:
    return by_identity(phone_identity(text, operator()))


def by_external_id(external_id: str, operator: Callable[[], Operator]) -> Steps:
    """Yields nothing where several people have the external id."""
    candidates = __.V().has(Label.SUBSCRIBER, Prop.EXTERNAL_SUBSCRIBER_ID, external_id)
    in_operator = candidates.where(__.out(Edge.BELONGS_TO).has_id(operator().id))
    return in_operator.fold().where(__.count(Scope.local).is_(1)).unfold()


def nobody_else_with(operator_id: str, person_id: str, external_id: str) -> Steps:
    """A guard that holds while no other person of the operator has the external id."""
    holders = __.V().has(Label.SUBSCRIBER, Prop.EXTERNAL_SUBSCRIBER_ID, external_id).not_(__.has_id(person_id))
    return __.not_(holders.where(__.out(Edge.BELONGS_TO).has_id(operator_id)))


def add_external_id(operator_id: str, person_id: str, external_id: str) -> list[Steps]:
    """Fails where somebody has it."""
    vertex = ids.external_subscriber_id(operator_id, external_id)
    return [
        *new_identifier(Label.EXTERNAL_SUBSCRIBER, vertex, person_id),
        with_properties(__.V(person_id), **{Prop.EXTERNAL_SUBSCRIBER_ID: external_id}),
    ]


def remove_external_id(operator_id: str, person_id: str, external_id: str) -> Steps:
    """Only where it is this person's."""
    vertex = __.V(ids.external_subscriber_id(operator_id, external_id))
    return vertex.where(__.out(Edge.IDENTIFIES).has_id(person_id)).drop()


def by_identity(identity: str) -> Steps:
    return _identity(identity).out(Edge.IDENTIFIES)


def _identity(identity: str) -> Steps:
    return __.V(identity).has_label(Label.IDENTITY)


def email_identity(text: str, operator: Operator) -> str:
    """Id of the identity vertex; for an invalid address one that does not exist."""
    try:
        return ids.identity_id(
            operator.id, blind_index(get_keyring(operator).index_key, "email", normalize_email(text))
        )
    except EmailAddressInvalid:
        return NO_IDENTITY


def phone_identity(text: str, operator: Operator) -> str:
    """As `email_identity`; national numbers are read in the operator's country."""
    try:
        number = normalize_phone_number(text, operator.country or None)
    except PhoneNumberInvalid:
        return NO_IDENTITY
    return ids.identity_id(operator.id, blind_index(get_keyring(operator).index_key, "phone", number))


def view(person: Steps) -> Steps:
    return person_with_venues(person)


def home_venues() -> Steps:
    home = __.coalesce(__.in_(Edge.HAS_UNIT), __.has_label(Label.VENUE))
    return __.union(
        __.out(Edge.SUBSCRIBES).out(Edge.SUBSCRIPTION_AT).flat_map(home),
        __.out(Edge.HOLDS).out(Edge.AT_UNIT).flat_map(home),
    )


def person_with_venues(person: Steps, **extra: Steps) -> Steps:
    homes = __.union(home_venues(), __.out(Edge.STAFF_OF).has_label(Label.VENUE))
    steps = (
        person.project("vertex", "operator", "venues", "unconfirmed", *extra)
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(homes.dedup().id_().fold())
        .by(__.out(Edge.UNCONFIRMED_AT).id_().fold())
    )
    for part in extra.values():
        steps = steps.by(part)
    return steps


def claim_properties(moment: int, *, by_holder: bool) -> dict[str, object]:
    """Of the identity of a number that nobody has proven yet."""
    return {Prop.CLAIMED_AT: moment, Prop.SET_BY_HOLDER: by_holder or None}


def holder_of_lapsed_claim(identity: str, moment: int) -> Steps:
    """The token of the person who left a number unproven for CLAIM_MS; nothing where there is no such claim."""
    return _identity(identity).where(_lapsed_claim(moment)).out(Edge.IDENTIFIES).values(Prop.TOKEN)


def by_held_phone(text: str, operator: Callable[[], Operator]) -> Steps:
    """As `by_phone`, without a person whose claim of the number has lapsed: the next who claims it has it."""
    return _identity(phone_identity(text, operator())).not_(_lapsed_claim(epoch_ms(now()))).out(Edge.IDENTIFIES)


def _lapsed_claim(moment: int) -> Steps:
    return __.has(Prop.CLAIMED_AT, P.lte(moment - CLAIM_MS))


def drop_identity(identity: str) -> Steps:
    return _identity(identity).drop()


def prove_number(identity: str, person_id: str) -> Steps:
    """Only where the number is still the person's."""
    number = _identity(identity).where(__.out(Edge.IDENTIFIES).has_id(person_id))
    return without_properties(number, Prop.CLAIMED_AT)


def doubt_own_numbers(person_id: str, moment: int) -> Steps:
    """Let the numbers that were set from within the account count as unproven."""
    own = __.V(person_id).in_(Edge.IDENTIFIES).has_label(Label.IDENTITY).has(Prop.SET_BY_HOLDER, True)  # noqa: FBT003
    return with_properties(own, **{Prop.CLAIMED_AT: moment})


def person_with_identities(person: Steps) -> Steps:
    return person_with_venues(person, identities=__.in_(Edge.IDENTIFIES).has_label(Label.IDENTITY).element_map().fold())


def await_confirmation(person_id: str, venue_id: str) -> Steps:
    return merge_edge(person_id, Edge.UNCONFIRMED_AT, venue_id, _confirmation_id(person_id, venue_id))


def confirm(person_id: str, venue_id: str) -> Steps:
    return __.E(_confirmation_id(person_id, venue_id)).drop()


def _confirmation_id(person_id: str, venue_id: str) -> str:
    return ids.edge_id(person_id, Edge.UNCONFIRMED_AT, venue_id)


def no_roles(person_id: str) -> Steps:
    """A guard that holds while the person has no role anywhere."""
    return __.not_(__.V(person_id).out_e(Edge.STAFF_OF))


def another_administrator(operator_id: str, person_id: str) -> Steps:
    """The other DomainAdministrators of the operator who are not suspended."""
    administrators = __.V(operator_id).in_e(Edge.STAFF_OF).has(Prop.ROLE, str(Role.DOMAIN_ADMINISTRATOR))
    return administrators.out_v().not_(__.has_id(person_id)).not_(__.has(Prop.STATUS, SUSPENDED))


def touch_operator(operator_id: str, changed_at: int) -> Steps:
    """Write to the operator's vertex, so that two calls that each leave one administrator conflict."""
    return with_properties(__.V(operator_id), **{Prop.STAFF_CHANGED_AT: changed_at})


def add(operator_id: str, token: str, **properties: object) -> list[Steps]:
    person = ids.subscriber_id(token)
    return [
        new_vertex(Label.SUBSCRIBER, person, **{Prop.TOKEN: token}, **properties),
        new_edge(person, Edge.BELONGS_TO, operator_id, ids.edge_id(person, Edge.BELONGS_TO, operator_id)),
    ]


def no_identity(identity: str) -> Steps:
    """A guard that holds while nobody has the identity."""
    return __.not_(__.V(identity))


def link_identity(identity: str, token: str, **properties: object) -> list[Steps]:
    """Fails where somebody has the identity."""
    return new_identifier(Label.IDENTITY, identity, ids.subscriber_id(token), **properties)
