"""What is written of staff."""

from vault.graph.schema import Edge, Prop
from vault.graph.steps import Direction, Merge, Steps, T, __
from vault.kernel import ids
from vault.kernel.permissions import Role


def grant(token: str, role: Role, at: str, added_at: int) -> Steps:
    """A role of a person at an operator, a venue or the provider; one that is held stays."""
    person = ids.subscriber_id(token)
    edge = {
        T.id: ids.edge_id(person, Edge.STAFF_OF, at, role),
        T.label: Edge.STAFF_OF,
        Direction.OUT: person,
        Direction.IN: at,
    }
    return __.merge_e(edge).option(Merge.on_create, {**edge, Prop.ROLE: str(role), Prop.ADDED_AT: added_at})


def revoke(token: str, role: Role, at: str) -> Steps:
    """The person without this role there."""
    return __.E(ids.edge_id(ids.subscriber_id(token), Edge.STAFF_OF, at, role)).drop()
