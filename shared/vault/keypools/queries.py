"""Gremlin traversals for keypools."""

from collections.abc import Callable, Collection
from typing import Protocol

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, T, __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.keypools.model import MAX_POOLS, KeypoolScope, truncate_ssid
from vault.operators.model import Operator
from vault.venues import queries as venues


def by_tenant(_text: str, tenant: Callable[[], Operator]) -> Steps:
    return __.V(tenant().id)


def operator_with_venue_count(operator: Steps) -> Steps:
    count = __.out(Edge.HAS_VENUE).count()
    return operator.project("id", "venues").by(T.id).by(count)


def operator_with_keypools(operator: Steps) -> Steps:
    return operator.project("id", "keypools").by(T.id).by(view(__.out(Edge.HAS_KEYPOOL)).fold())


def by_id(keypool_id: str, _operator: Callable[[], Operator]) -> Steps:
    return in_use(keypool_id)


def in_use(keypool_id: str) -> Steps:
    """The keypool, unless it is being deleted: then no operator has an edge to it."""
    return __.V(keypool_id).has_label(Label.KEYPOOL).where(__.in_(Edge.HAS_KEYPOOL))


def view(keypools: Steps) -> Steps:
    attached = __.out(Edge.SHOWN_AT).coalesce(__.in_(Edge.HAS_UNIT), __.has_label(Label.VENUE)).dedup()
    return (
        keypools.project("vertex", "operator", "keys", "subscribers", "venues", "places")
        .by(__.element_map())
        .by(__.in_(Edge.HAS_KEYPOOL).id_())
        .by(__.out(Edge.HAS_BIN).values(Prop.KEYS).sum_().fold())
        .by(__.out(Edge.HAS_BIN).values(Prop.SUBSCRIBERS).sum_().fold())
        .by(attached.element_map(Prop.NAME).fold())
        .by(__.out(Edge.SHOWN_AT).id_().fold())
    )


def controller_by_id(controller_id: str, _operator: Callable[[], Operator]) -> Steps:
    return __.V(controller_id).has_label(Label.CONTROLLER)


def controller_with_operator(controller: Steps) -> Steps:
    return controller.project("vertex", "operator").by(__.element_map()).by(__.in_(Edge.HAS_CONTROLLER).id_().fold())


class NewKeypoolRequest(Protocol):
    ssid: str


def venue_with_ssid_use(venue: Steps, request: NewKeypoolRequest) -> Steps:
    same_ssid = keypools_at_venue_and_units().has(Prop.SSID, truncate_ssid(request.ssid)).limit(1).fold()
    return venue.project("venue", "same").by(venues.view(__.identity())).by(same_ssid)


def keypools_at_venue_and_units() -> Steps:
    global_pools = __.out(Edge.BELONGS_TO).out(Edge.HAS_KEYPOOL).has(Prop.SCOPE, str(KeypoolScope.GLOBAL))
    return __.union(global_pools, __.in_(Edge.SHOWN_AT), __.out(Edge.HAS_UNIT).in_(Edge.SHOWN_AT))


def keypools_at(venue: Steps, *places: Steps) -> Steps:
    global_pools = venue.out(Edge.BELONGS_TO).out(Edge.HAS_KEYPOOL).has(Prop.SCOPE, str(KeypoolScope.GLOBAL))
    return __.union(global_pools, *(each.in_(Edge.SHOWN_AT) for each in places)).dedup()


def no_other_with_ssid(venue_id: str, ssid: str, keypool_id: str) -> Steps:
    return __.V(venue_id).not_(keypools_at_venue_and_units().has(Prop.SSID, ssid).not_(__.has_id(keypool_id)))


def keypool_still_at(keypool_id: str, place_ids: Collection[str]) -> Steps:
    hidden = __.V(*sorted(place_ids)).not_(local_keypool_at(keypool_id))
    return in_use(keypool_id).or_(__.has(Prop.SCOPE, str(KeypoolScope.GLOBAL)), __.not_(hidden))


def local_keypool_at(keypool_id: str) -> Steps:
    return __.union(__.identity(), __.in_(Edge.HAS_UNIT)).in_(Edge.SHOWN_AT).has_id(keypool_id)


def below_keypool_limit(operator_id: str) -> Steps:
    return __.V(operator_id).out(Edge.HAS_KEYPOOL).limit(MAX_POOLS).count().is_(P.lt(MAX_POOLS))


def add(operator_id: str, keypool_id: str, **properties: object) -> list[Steps]:
    return [
        new_vertex(Label.KEYPOOL, keypool_id, **properties),
        new_edge(operator_id, Edge.HAS_KEYPOOL, keypool_id, ids.edge_id(operator_id, Edge.HAS_KEYPOOL, keypool_id)),
    ]


def touch(vertex_id: str, changed_at: int) -> Steps:
    """Write to the vertex of an operator or venue, so that concurrent changes of its keypools conflict."""
    return with_properties(__.V(vertex_id), **{Prop.KEYPOOLS_CHANGED_AT: changed_at})


def add_attachment(keypool_id: str, place_id: str) -> Steps:
    return new_edge(keypool_id, Edge.SHOWN_AT, place_id, ids.edge_id(keypool_id, Edge.SHOWN_AT, place_id))


def attachment(keypool_id: str, place_id: str) -> Steps:
    return __.E(ids.edge_id(keypool_id, Edge.SHOWN_AT, place_id))
