"""What a replica makes of readings between which somebody writes."""

from typing import Any

from gremlin_python.process.traversal import Bytecode

from local.regions.replicator import _differences, _parse
from vault.graph.steps import Direction, T

OPERATOR, PERSON = ({T.id: name, T.label: name} for name in ("operator", "person"))
TIE: dict[Any, Any] = {T.id: "tie", T.label: "belongs_to", Direction.OUT: PERSON, Direction.IN: OPERATOR}


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Bytecode]:
    return [steps.bytecode for steps in _differences(_parse(before), _parse(after))]


def test_an_edge_that_was_read_before_its_vertex_comes_with_the_vertex() -> None:
    before = {"vertices": [OPERATOR], "edges": []}
    torn = {"vertices": [OPERATOR], "edges": [TIE]}
    after = {"vertices": [OPERATOR, PERSON], "edges": [TIE]}

    assert changes(before, torn) == []
    assert changes(torn, after) == changes(before, after)
    assert len(changes(before, after)) == 2


def test_a_changed_edge_is_never_dropped() -> None:
    vertices = [OPERATOR, PERSON]

    changed = changes(
        {"vertices": vertices, "edges": [{**TIE, "role": "old", "ends_at": 1}]},
        {"vertices": vertices, "edges": [{**TIE, "role": "new"}]},
    )

    names = [name for steps in changed for name, *_ in steps.step_instructions]
    assert names == ["E", "sideEffect", "property"]
