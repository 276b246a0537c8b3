"""The waiting time after failed logins."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from vault.limits.model import MAX_PAUSE_SECONDS, pause_seconds


def test_the_first_failures_cost_nothing_and_each_further_one_doubles_the_pause() -> None:
    pauses = [pause_seconds(failures) for failures in range(1, 12)]

    assert pauses == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64]


@given(st.integers(0, 10**9))
def test_a_pause_never_shrinks_and_never_grows_beyond_a_quarter_of_an_hour(failures: int) -> None:
    now, then = pause_seconds(failures), pause_seconds(failures + 1)

    assert 0 <= now <= then <= MAX_PAUSE_SECONDS


def test_an_hour_has_room_for_few_guesses() -> None:
    waited = itertools.accumulate(pause_seconds(failures) for failures in range(1, 100))

    assert sum(seconds <= 3600 for seconds in waited) < 20
