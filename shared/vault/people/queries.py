"""Gremlin queries about people."""

from collections.abc import Callable

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Scope, Steps, __, new_edge, new_vertex
from vault.kernel import ids
from vault.kernel.contact import EmailAddressInvalid, PhoneNumberInvalid, normalize_email, normalize_phone_number
from vault.kernel.sealing import blind_index
from vault.operators.model import Operator
from vault.operators.service import get_keyring

NO_IDENTITY = "_V3IDENTITY_.nobody"


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


def by_identity(identity: str) -> Steps:
    return __.V(identity).has_label(Label.IDENTITY).out(Edge.IDENTIFIES)


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
        person.project("vertex", "operator", "venues", *extra)
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(homes.dedup().id_().fold())
    )
    for part in extra.values():
        steps = steps.by(part)
    return steps


def add(operator_id: str, token: str, **properties: object) -> list[Steps]:
    person = ids.subscriber_id(token)
    return [
        new_vertex(Label.SUBSCRIBER, person, **{Prop.TOKEN: token}, **properties),
        new_edge(person, Edge.BELONGS_TO, operator_id, ids.edge_id(person, Edge.BELONGS_TO, operator_id)),
    ]


def no_identity(identity: str) -> Steps:
    """A guard that holds while nobody has the identity."""
    return __.not_(__.V(identity))


def link_identity(identity: str, token: str) -> list[Steps]:
    """Fails where somebody has the identity."""
    person = ids.subscriber_id(token)
    return [
        new_vertex(Label.IDENTITY, identity),
        new_edge(identity, Edge.IDENTIFIES, person, ids.edge_id(identity, Edge.IDENTIFIES, person)),
    ]
