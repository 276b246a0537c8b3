"""Work that starts again where somebody else was first."""

import pytest

from vault.graph import connection, retry
from vault.graph.connection import Conflict
from vault.graph.retry import retry_on_conflict


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, in no time."""
    seconds: list[float] = []
    monkeypatch.setattr(retry.time, "sleep", seconds.append)
    return seconds


def failing(times: int) -> list[Exception]:
    return [Conflict(is_concurrent=True) for _ in range(times)]


def test_work_that_meets_no_conflict_runs_once(pauses: list[float]) -> None:
    result = retry_on_conflict(lambda: "done", lambda _: True)

    assert (result, pauses) == ("done", [])


def test_work_runs_again_until_it_meets_no_conflict(pauses: list[float]) -> None:
    conflicts, asked = failing(12), list[int]()

    def work() -> str:
        if conflicts:
            raise conflicts.pop()
        return "done"

    result = retry_on_conflict(work, lambda attempts: not asked.append(attempts))

    assert (result, asked) == ("done", list(range(1, 13)))
    assert len(pauses) == 12
    assert max(pauses) <= retry.LONGEST_PAUSE


def test_the_conflict_is_raised_where_no_more_attempts_are_allowed() -> None:
    attempts = []

    def work() -> None:
        attempts.append(1)
        raise Conflict(is_concurrent=True)

    with pytest.raises(Conflict):
        retry_on_conflict(work, lambda number: number < 3)

    assert len(attempts) == 3


@pytest.mark.parametrize(("readings", "attempts"), [("aa", 2), ("abb", 3), ("abab", 4)])
def test_the_same_reading_is_not_tried_a_third_time(readings: str, attempts: int) -> None:
    rest, made = iter(readings), []

    def work() -> None:
        made.append(1)
        connection._record_reading([{"state": next(rest)}])
        raise Conflict

    with pytest.raises(Conflict):
        retry_on_conflict(work, lambda number: number < len(readings))

    assert len(made) == attempts


def test_the_same_reading_is_tried_again_where_two_transactions_met() -> None:
    conflicts = failing(5)

    def work() -> str:
        connection._record_reading(["the same"])
        if conflicts:
            raise conflicts.pop()
        return "done"

    assert retry_on_conflict(work, lambda _: True) == "done"


def test_another_error_is_raised_at_once(pauses: list[float]) -> None:
    with pytest.raises(ZeroDivisionError):
        retry_on_conflict(lambda: 1 / 0, lambda _: True)

    assert pauses == []
