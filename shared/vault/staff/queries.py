"""Gremlin traversals for staff."""

from collections.abc import Callable

from vault.graph import marks
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Direction, Merge, P, Steps, T, __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.operators import queries as operators
from vault.operators.model import Operator
from vault.people.queries import person_with_venues


def view(person: Steps) -> Steps:
    return person_with_venues(
        person, grants=__.out_e(Edge.STAFF_OF).project("role", "at").by(Prop.ROLE).by(__.in_v().id_()).fold()
    )


def by_domain(domain: str, _operator: Callable[[], Operator]) -> Steps:
    return operators.by_origin(domain if "://" in domain else f"https://{domain.lower()}").has_label(Label.OPERATOR)


def _post_id(token: str, role: str, at: str) -> str:
    return ids.edge_id(ids.subscriber_id(token), Edge.STAFF_OF, at, role)


def grant(token: str, role: Role, at: str, added_at: int) -> Steps:
    edge = {
        T.id: _post_id(token, role, at),
        T.label: Edge.STAFF_OF,
        Direction.OUT: ids.subscriber_id(token),
        Direction.IN: at,
    }
    return __.merge_e(edge).option(Merge.on_create, {**edge, Prop.ROLE: str(role), Prop.ADDED_AT: added_at})


def revoke(token: str, role: str, at: str) -> list[Steps]:
    return [__.E(_post_id(token, role, at)).drop(), removals(token, role, at).drop()]


def removals(token: str, role: str, at: str) -> Steps:
    scheduled = __.V(ids.subscriber_id(token)).in_(Edge.REMOVES)
    return scheduled.has(Prop.ROLE, role).has(Prop.VENUE, at)


def schedule(removal: str, token: str, due_at: int, **properties: object) -> list[Steps]:
    person = ids.subscriber_id(token)
    return [
        marks.set_mark(new_vertex(Label.REMOVAL, removal, **{Prop.SUBSCRIBER: token}, **properties), due_at),
        new_edge(removal, Edge.REMOVES, person, ids.edge_id(removal, Edge.REMOVES, person)),
    ]


def touch_venue(venue_id: str, changed_at: int) -> Steps:
    return with_properties(__.V(venue_id), **{Prop.CHANGED_AT: changed_at})


def due_removals(since: int | None, moment: int, most: int) -> Steps:
    """Where no run preceded, those too that were stored before minutes were, however far ahead they lie."""
    due = marks.due_vertices(Label.REMOVAL, since, moment)
    if since is None:
        due = __.V().has_label(Label.REMOVAL).or_(__.has(Prop.DUE_AT, P.lte(moment)), __.has_not(Prop.DUE_MINUTE))
    return due.order().by(Prop.DUE_AT).limit(most).element_map()
