"""The replica has what the primary has."""

from local.regions.secondary import Secondary
from tests.factories import World, unique_name
from tests.regions.conftest import Away
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import T, __, new_edge, new_vertex, without_properties
from vault.kernel import ids


def test_a_changed_edge_is_changed_in_the_replica(world: World, away: Away, secondary: Secondary) -> None:
    assert world
    source, target = (unique_name("end") for _ in range(2))
    edge = ids.edge_id(source, Edge.STAFF_OF, target)
    for end in (source, target):
        execute(new_vertex(Label.BIN, end))
    execute(new_edge(source, Edge.STAFF_OF, target, edge, **{Prop.ROLE: "old", Prop.ENDS_AT: 1}))
    secondary.replicator.wait_until_caught_up()

    execute(without_properties(__.E(edge), Prop.ENDS_AT).property(Prop.ROLE, "new"))
    secondary.replicator.wait_until_caught_up()

    with away():
        found = execute(__.E(edge).element_map())
    assert [(row[T.id], row[Prop.ROLE], Prop.ENDS_AT in row) for row in found] == [(edge, "new", False)]
