"""Instants, their wire format and local days."""

import ast
import datetime as dt
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tests.architecture.source import ROOT, files, tree
from vault.kernel import time
from vault.kernel.time import DateTimeInvalid, TimeZoneInvalid, from_wire, to_wire

INSTANTS = st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2050, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
ZONES = st.sampled_from(
    ["America/Chicago", "America/Havana", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia",
     "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/London", "America/Sao_Paulo", "Etc/GMT+12", "Pacific/Kiritimati"]
)  # fmt: skip


def test_now_is_utc_and_cut_to_the_millisecond() -> None:
    instant = time.now()

    assert instant.utcoffset() == dt.timedelta()
    assert instant.microsecond % 1000 == 0


@given(INSTANTS)
def test_the_wire_form_comes_back_to_the_millisecond(instant: dt.datetime) -> None:
    text = to_wire(instant)

    assert len(text) == len("2025-09-21T14:45:30.123Z")
    assert from_wire(text) == time.from_epoch_ms(time.epoch_ms(instant))
    assert dt.timedelta() <= instant - from_wire(text) < time.MILLISECOND


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-21T14:45:30.123Z",
        "2025-09-21T09:45:30.123-05:00",
        "20250921T144530.123Z",
        " 2025-09-21T14:45:30.123999Z",
    ],
)
def test_every_iso_8601_form_and_offset_is_read(text: str) -> None:
    assert to_wire(from_wire(text)) == "2025-09-21T14:45:30.123Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-09-21",
        "2025-09-21T14:45:30",
        "2025-13-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "now",
        "\ud800",
        "Z",
    ],
)
def test_a_naive_or_impossible_time_is_refused(text: str) -> None:
    with pytest.raises(DateTimeInvalid):
        from_wire(text)


def test_a_naive_datetime_is_never_written() -> None:
    with pytest.raises(DateTimeInvalid):
        to_wire(dt.datetime(2025, 1, 1))  # noqa: DTZ001


@given(INSTANTS, ZONES)
def test_a_local_day_begins_at_its_first_instant_and_ends_at_its_last(instant: dt.datetime, zone: str) -> None:
    rules = time.load_time_zone(zone)
    day = instant.astimezone(rules).date()

    start, end = time.start_of_day(instant, zone), time.last_millisecond_of_day(instant, zone)

    assert start <= instant < end + time.MILLISECOND
    assert start.astimezone(rules).date() == end.astimezone(rules).date() == day
    assert (start - time.MILLISECOND).astimezone(rules).date() < day < (end + time.MILLISECOND).astimezone(rules).date()


@pytest.mark.parametrize(("day", "hours"), [("2025-03-09", 23), ("2025-11-02", 25), ("2025-07-04", 24)])
def test_a_day_in_chicago_has_the_hours_that_its_clocks_show(day: str, hours: int) -> None:
    noon = from_wire(f"{day}T12:00:00-06:00")

    start, end = time.start_of_day(noon, "America/Chicago"), time.last_millisecond_of_day(noon, "America/Chicago")

    assert end - start == dt.timedelta(hours=hours) - time.MILLISECOND


def test_a_day_whose_midnight_is_skipped_begins_at_one() -> None:
    noon = from_wire("2025-09-07T12:00:00-03:00")

    start = time.start_of_day(noon, "America/Santiago")

    assert start.astimezone(time.load_time_zone("America/Santiago")).hour == 1
    assert to_wire(start) == "2025-09-07T04:00:00.000Z"


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "America", "\0"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(TimeZoneInvalid):
        time.load_time_zone(name)


def test_the_ends_of_the_calendar_are_refused_not_crashed() -> None:
    with pytest.raises(DateTimeInvalid):
        time.last_millisecond_of_day(from_wire("9999-12-31T12:00:00Z"), "America/Chicago")
    with pytest.raises(DateTimeInvalid):
        time.from_epoch_ms(10**18)


def test_an_instant_field_reads_and_writes_the_wire_form() -> None:
    field = TypeAdapter(time.Instant)

    read = field.validate_python("2025-09-21T09:45:30.123-05:00")

    assert field.dump_python(read, mode="json") == "2025-09-21T14:45:30.123Z"
    assert field.json_schema(mode="serialization") == {"type": "string", "format": "date-time"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2027-01-06t00:00:00z", "2027-01-06T00:00:00.000Z"),
        ("2027-01-06T00:00:00.5z", "2027-01-06T00:00:00.500Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("2016-12-31t15:59:60.25-08:00", "2017-01-01T00:00:00.250Z"),
    ],
)
def test_an_instant_may_be_written_as_rfc_3339_says(written: str, read: str) -> None:
    assert to_wire(from_wire(written)) == read


@pytest.mark.parametrize(
    "written",
    ["2016-12-31T23:58:60Z", "2016-12-31T23:59:60-08:00", "2016-12-31T23:59:61Z", "9999-12-31T23:59:60Z", "23:59:60Z"],
)
def test_a_second_that_no_minute_has_is_refused(written: str) -> None:
    with pytest.raises(DateTimeInvalid):
        from_wire(written)


@pytest.mark.parametrize("written", ["1970-01-01T00:00:00Z", "2199-12-31T23:59:59.999Z", "2200-01-01T00:59:00+01:00"])
def test_a_request_may_name_the_ends_of_its_years(written: str) -> None:
    assert TypeAdapter(time.Instant).validate_python(written) == from_wire(written)


@pytest.mark.parametrize(
    "written",
    ["1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "2199-12-31T23:59:59-23:59", "0001-01-01", "9999-12-31T23:59:59Z"],
)
def test_a_request_may_name_no_instant_beyond_its_years(written: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(time.Instant).validate_python(written)


def test_an_answer_may_have_any_instant() -> None:
    beyond = dt.datetime(2200, 1, 1, 5, tzinfo=dt.UTC)

    assert TypeAdapter(time.Instant).validate_python(beyond) == beyond


@pytest.mark.parametrize("value", ["2025-09-21T14:45:30", 1758465930, None, {}])
def test_an_instant_field_names_its_error(value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(time.Instant).validate_python(value)

    assert refused.value.errors()[0]["type"] == "DateTimeInvalid"


OFFSETS = """
import datetime as dt, sys
from zoneinfo import ZoneInfo
ZoneInfo(sys.argv[1])
from vault.kernel.time import load_time_zone
print(dt.datetime.fromisoformat(sys.argv[2]).astimezone(load_time_zone(sys.argv[1])).utcoffset())
"""


@pytest.mark.parametrize(
    ("zone", "moment", "offset"),
    [
        ("Africa/Casablanca", "2026-07-01T12:00:00Z", "1:00:00"),
        ("Africa/Casablanca", "2026-12-01T12:00:00Z", "0:00:00"),
        ("Africa/El_Aaiun", "2027-07-01T12:00:00Z", "0:00:00"),
        ("America/Inuvik", "2026-12-01T12:00:00Z", "-1 day, 18:00:00"),
        ("America/Yellowknife", "2027-01-15T12:00:00Z", "-1 day, 18:00:00"),
    ],
)
def test_a_machine_with_other_rules_counts_by_the_locked_ones(
    zone: str, moment: str, offset: str, tmp_path: Path
) -> None:
    of_the_machine = tmp_path / zone
    of_the_machine.parent.mkdir()
    of_the_machine.write_bytes(resources.files("tzdata.zoneinfo.Asia").joinpath("Kathmandu").read_bytes())
    machine = {**os.environ, "PYTHONTZPATH": str(tmp_path), "PYTHONPATH": str(ROOT / "shared")}

    ran = subprocess.run(
        [sys.executable, "-c", OFFSETS, zone, moment], capture_output=True, check=True, env=machine, text=True
    )

    assert ran.stdout.strip() == offset


def test_rules_of_time_zones_are_read_in_one_place() -> None:
    readers = {
        file
        for file in files("functions", "shared", "local")
        for node in ast.walk(tree(file))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in [getattr(node, "module", None), *(name.name for name in node.names)]
        if str(name).partition(".")[0] in {"dateutil", "pytz", "tzdata", "tzlocal", "zoneinfo"}
    }

    assert readers == {"shared/vault/kernel/time.py"}
