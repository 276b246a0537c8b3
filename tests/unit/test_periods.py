"""Periods of subscriptions, and SSIDs."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.keypools.model import SsidNotAllowed, truncate_ssid
from vault.subscribers.model import Period, PeriodInvalid

moments = st.datetimes(dt.datetime(2000, 1, 2), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
zones = st.sampled_from(["America/Chicago", "Asia/Kolkata", "America/Sao_Paulo", "UTC"])


@given(moments, st.timedeltas(dt.timedelta(), dt.timedelta(days=400)), zones)
def test_a_period_holds_both_of_its_days_whole(start: dt.datetime, length: dt.timedelta, zone: str) -> None:
    period = Period.whole_days(start, start + length, zone)

    assert period.ends_at is not None
    assert period.starts_at <= start.timestamp() * 1000 <= period.ends_at
    assert period.ends_at - period.starts_at >= 22 * 3_600_000


def test_a_period_that_ends_the_day_before_is_refused() -> None:
    start = dt.datetime(2030, 1, 15, 12, tzinfo=dt.UTC)

    with pytest.raises(PeriodInvalid):
        Period.whole_days(start, start - dt.timedelta(days=1), "UTC")


@pytest.mark.parametrize(
    ("other", "common"),
    [(Period(0, 9), False), (Period(0, 10), True), (Period(20, None), True), (Period(21, 30), False)],
)
def test_periods_overlap_where_they_have_a_moment_in_common(other: Period, *, common: bool) -> None:
    period = Period(10, 20)

    assert period.overlaps(other) is other.overlaps(period) is common


@given(st.text())
def test_an_ssid_has_2_characters_to_32_bytes_and_stays_one(text: str) -> None:
    try:
        ssid = truncate_ssid(text)
    except SsidNotAllowed:
        return

    assert len(ssid) >= 2
    assert len(ssid.encode()) <= 32
    assert truncate_ssid(ssid) == ssid
    assert text.startswith(ssid)
