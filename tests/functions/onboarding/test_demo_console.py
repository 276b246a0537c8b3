"""CONSOLE=: the first demo operator's console moves, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local import demo, demo_console
from local.errors import StartFailure
from tests.factories import unique_name
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __
from vault.operators import queries

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import World


def operators_of(origin: str) -> list[str]:
    return [str(found) for found in execute(queries.by_origin(origin).id_())]


def test_the_console_moves_and_comes_back(world: World, tmp_path: Path) -> None:
    file, operator, origin = tmp_path / demo.FILE, world.mine.operator.id, f"http://{unique_name('c').lower()}:5173"
    demo.write(file, {"operators": [{"OperatorID": operator, "origin": world.mine.origin}]})

    demo_console.move(file, origin)
    moved = operators_of(origin), operators_of(world.mine.origin), demo.read(file)["operators"][0]["origin"]
    shown = execute(__.V(operator).values(Prop.CONSOLE_ORIGIN))
    demo_console.move(file, world.mine.origin)

    assert (moved, shown) == (([operator], [], origin), [origin])
    assert (operators_of(origin), operators_of(world.mine.origin)) == ([], [operator])


def test_the_console_of_another_operator_stays_theirs(world: World, tmp_path: Path) -> None:
    file = tmp_path / demo.FILE
    demo.write(file, {"operators": [{"OperatorID": world.mine.operator.id, "origin": world.mine.origin}]})

    with pytest.raises(StartFailure, match="is the console of another operator"):
        demo_console.move(file, world.other.origin)

    assert operators_of(world.other.origin) == [world.other.operator.id]
