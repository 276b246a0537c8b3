"""The waiting time after failed logins, and the sources that limits count."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.limits.model import MAX_PAUSE_SECONDS, normalize_source, pause_seconds


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


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:7::1", "2001:db8:0:7::/64"),
        ("2001:DB8:0:7:ffff:ffff:ffff:ffff", "2001:db8:0:7::/64"),
        ("2001:0db8:0000:0007:0000:0000:0000:0001", "2001:db8:0:7::/64"),
        ("", ""),
    ],
)
def test_a_source_has_one_form_however_it_is_written(address: str, source: str) -> None:
    assert normalize_source(address) == source
