"""Marks are found by the equality of their minute, or by one range where that would miss some."""

import pytest

from local.system import System
from tests.factories import unique_name
from vault.graph import marks
from vault.graph.connection import Conflict, execute
from vault.graph.marks import LATE_MS, MAX_GAP_MS, MINUTE_MS
from vault.graph.schema import Label, Prop
from vault.graph.steps import __, new_vertex
from vault.graph.transaction import Transaction
from vault.kernel.time import epoch_ms, from_wire

NOON = epoch_ms(from_wire("2031-05-05T12:00:00.000Z"))


@pytest.fixture(autouse=True)
def _services(system: System) -> None:
    assert system


def mark_at(*moments: int) -> list[str]:
    """The ids of new vertices with marks at these moments."""
    names = [unique_name("marked.") for _ in moments]
    for name, moment in zip(names, moments, strict=True):
        execute(marks.set_mark(new_vertex(Label.DISPLAY_OPTION, name), moment))
    return names


def find_due(among: list[str], since: int | None, moment: int) -> list[str]:
    found = execute(marks.due_vertices(Label.DISPLAY_OPTION, since, moment).id_())
    return [name for name in among if name in found]


def test_what_fell_due_since_the_last_run_is_found_and_what_lies_ahead_is_not() -> None:
    names = mark_at(NOON - MINUTE_MS, NOON, NOON + 1, NOON + 30_000, NOON + MINUTE_MS)

    assert find_due(names, NOON - MINUTE_MS, NOON) == names[:2]
    assert find_due(names, NOON, NOON + MINUTE_MS) == names


@pytest.mark.parametrize("since", [None, NOON - MINUTE_MS])
def test_each_mark_is_found_once_by_a_run(since: int | None) -> None:
    (name,) = mark_at(NOON)

    alone = execute(marks.due_vertices(Label.DISPLAY_OPTION, since, NOON).id_())
    within = marks.due_vertices_within(Label.DISPLAY_OPTION, since, NOON).id_().fold()
    (beside_others,) = execute(__.inject(0).project("due").by(within))

    assert (alone.count(name), beside_others["due"].count(name)) == (1, 1)


def test_a_mark_of_another_label_is_not_found() -> None:
    names = mark_at(NOON)

    assert set(names).isdisjoint(execute(marks.due_vertices(Label.EQUIPMENT, NOON, NOON).id_()))


def test_a_write_that_committed_late_is_found() -> None:
    names = mark_at(NOON - LATE_MS, NOON - LATE_MS - MINUTE_MS)

    assert find_due(names, NOON, NOON + MINUTE_MS) == names[:1]


@pytest.mark.parametrize("since", [None, NOON - MAX_GAP_MS - 1, NOON + 1])
def test_a_first_run_one_after_a_long_gap_and_one_of_a_clock_set_back_find_every_due_mark(since: int | None) -> None:
    names = mark_at(0, NOON - 100 * MAX_GAP_MS, NOON, NOON + 1)

    assert find_due(names, since, NOON) == names[:3]


def test_the_longest_gap_still_looks_up_minutes() -> None:
    names = mark_at(NOON - MAX_GAP_MS - LATE_MS, NOON)

    assert find_due(names, NOON - MAX_GAP_MS, NOON) == names
    assert Prop.DUE_MINUTE in str(marks.due_vertices(Label.DISPLAY_OPTION, NOON - MAX_GAP_MS, NOON).bytecode)


def test_a_mark_that_is_moved_is_found_at_its_new_moment_alone() -> None:
    names = mark_at(NOON)

    execute(marks.set_mark(__.V(*names), NOON + 2 * MINUTE_MS))

    assert find_due(names, NOON - MINUTE_MS, NOON) == []
    assert find_due(names, NOON, NOON + 2 * MINUTE_MS) == names


def test_a_mark_that_is_removed_is_found_no_more() -> None:
    names = mark_at(NOON)

    execute(marks.remove_mark(__.V(*names)))

    assert find_due(names, None, NOON) == []
    assert execute(__.V(*names).values()) == []


def test_a_write_guarded_by_a_mark_fails_where_the_mark_was_set_again_meanwhile() -> None:
    (name,) = mark_at(NOON)
    (read,) = execute(__.V(name).values(Prop.MARK_ID))
    tx = Transaction(is_bookkeeping=True)
    tx.guard(marks.has_mark(name, read))
    tx.change(marks.remove_mark(__.V(name)))

    execute(marks.set_mark(__.V(name), NOON))

    with pytest.raises(Conflict):
        tx.commit()
    assert find_due([name], NOON, NOON) == [name]
