"""The graph's answers about keypools, and what is written of them."""

from collections.abc import Callable, Collection
from typing import Any

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import P, Steps, T, __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.keypools.model import MOST_POOLS, Scope, ssid_of
from vault.operators.model import Operator
from vault.venues import queries as venues


def operator(_text: str, tenant: Callable[[], Operator]) -> Steps:
    """The operator of the call."""
    return __.V(tenant().id)


def network(found: Steps, _body: object = None) -> Steps:
    """An operator with the number of its venues."""
    count = __.out(Edge.HAS_VENUE).count()
    return found.project("id", "venues").by(T.id).by(count)


def catalogue(found: Steps, _body: object = None) -> Steps:
    """An operator with all of its keypools."""
    return found.project("id", "keypools").by(T.id).by(view(__.out(Edge.HAS_KEYPOOL)).fold())


def by_id(keypool_id: str, _operator: Callable[[], Operator]) -> Steps:
    """The keypool with this id."""
    return in_use(keypool_id)


def in_use(keypool_id: str) -> Steps:
    """The keypool, unless it is being deleted: then no operator has it any more, and it takes no keys."""
    return __.V(keypool_id).has_label(Label.KEYPOOL).where(__.in_(Edge.HAS_KEYPOOL))


def view(keypools: Steps, _body: object = None) -> Steps:
    """Keypools with the counts that their bins keep, and where local ones were attached."""
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
    """The controller with this id."""
    return __.V(controller_id).has_label(Label.CONTROLLER)


def controller(found: Steps, _body: object = None) -> Steps:
    """A controller and its operator."""
    return found.project("vertex", "operator").by(__.element_map()).by(__.in_(Edge.HAS_CONTROLLER).id_().fold())


def place(venue: Steps, body: Any) -> Steps:
    """A venue, and whether the wanted SSID is shown there."""
    same = shown_anywhere_at().has(Prop.SSID, ssid_of(body.ssid)).limit(1).fold()
    return venue.project("venue", "same").by(venues.view(__.identity())).by(same)


def shown_anywhere_at() -> Steps:
    """The keypools shown at a venue or at any of its units."""
    everywhere = __.out(Edge.BELONGS_TO).out(Edge.HAS_KEYPOOL).has(Prop.SCOPE, str(Scope.GLOBAL))
    return __.union(everywhere, __.in_(Edge.SHOWN_AT), __.out(Edge.HAS_UNIT).in_(Edge.SHOWN_AT))


def shown_at(venue: Steps, *places: Steps) -> Steps:
    """The keypools shown at a place: the operator's global ones, those of its venue, its own."""
    everywhere = venue.out(Edge.BELONGS_TO).out(Edge.HAS_KEYPOOL).has(Prop.SCOPE, str(Scope.GLOBAL))
    return __.union(everywhere, *(each.in_(Edge.SHOWN_AT) for each in places)).dedup()


def unlike_others(venue_id: str, ssid: str, keypool_id: str) -> Steps:
    """Something, while no other keypool shown at the venue has this SSID."""
    return __.V(venue_id).not_(shown_anywhere_at().has(Prop.SSID, ssid).not_(__.has_id(keypool_id)))


def still_shown(keypool_id: str, place_ids: Collection[str]) -> Steps:
    """The keypool, while it is in use and shown at each of these venues and units."""
    hidden = __.V(*sorted(place_ids)).not_(here(keypool_id))
    return in_use(keypool_id).or_(__.has(Prop.SCOPE, str(Scope.GLOBAL)), __.not_(hidden))


def here(keypool_id: str) -> Steps:
    """Something, where a local keypool is shown at a venue, or at a unit or its venue."""
    return __.union(__.identity(), __.in_(Edge.HAS_UNIT)).in_(Edge.SHOWN_AT).has_id(keypool_id)


def room_for_another(operator_id: str) -> Steps:
    """Something, while the operator has fewer keypools than it may have."""
    return __.V(operator_id).out(Edge.HAS_KEYPOOL).limit(MOST_POOLS).count().is_(P.lt(MOST_POOLS))


def add(operator_id: str, keypool_id: str, **properties: object) -> list[Steps]:
    """A new keypool of an operator; fails where the id is taken."""
    return [
        new_vertex(Label.KEYPOOL, keypool_id, **properties),
        new_edge(operator_id, Edge.HAS_KEYPOOL, keypool_id, ids.edge_id(operator_id, Edge.HAS_KEYPOOL, keypool_id)),
    ]


def touch(vertex_id: str, changed_at: int) -> Steps:
    """The operator or venue marked, so that of two writes that count or compare its pools at once one starts again."""
    return with_properties(__.V(vertex_id), **{Prop.KEYPOOLS_CHANGED_AT: changed_at})


def show(keypool_id: str, place_id: str) -> Steps:
    """The keypool shown at a venue or unit; fails where it is already."""
    return new_edge(keypool_id, Edge.SHOWN_AT, place_id, ids.edge_id(keypool_id, Edge.SHOWN_AT, place_id))


def shown_itself(keypool_id: str, place_id: str) -> Steps:
    """What shows the keypool at this venue or unit, as long as it does."""
    return __.E(ids.edge_id(keypool_id, Edge.SHOWN_AT, place_id))
