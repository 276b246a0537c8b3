"""UTC instants with milliseconds, their wire format, and the local day of a venue."""

import contextlib
import datetime as dt
import re
import zoneinfo
from collections.abc import Callable
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldErrors, Kind

MILLISECOND = dt.timedelta(milliseconds=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LAST_INSTANT = dt.datetime(2200, 1, 1, tzinfo=dt.UTC) - MILLISECOND
"""Of a request; far enough from year 9999 that no period added to it overflows."""
RFC_3339 = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:)(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
LEAP_SECOND = "60"
# By default the machine's rules take precedence over those of the locked package tzdata.
zoneinfo.reset_tzpath(to=())
ZoneInfo.clear_cache()


class DateTimeInvalid(DomainError):
    code = ErrorCode.DATE_TIME_INVALID
    kind = Kind.INVALID


class TimeZoneInvalid(DomainError):
    code = ErrorCode.TIME_ZONE_INVALID
    kind = Kind.INVALID


def real_now() -> dt.datetime:
    """The machine's UTC time, truncated to milliseconds: for leases, turns, deadlines and what others sign."""
    return _to_millisecond(dt.datetime.now(dt.UTC))


_clock = real_now


def now() -> dt.datetime:
    """The UTC time by which rules go: the machine's, unless the local system has set another (`set_clock`)."""
    return _clock()


def set_clock(clock: Callable[[], dt.datetime]) -> None:
    """Let `now` answer by another clock, in this process. The local system alone does so."""
    global _clock  # noqa: PLW0603  one for the process, as the machine's is
    _clock = clock


def to_wire(instant: dt.datetime) -> str:
    """Format as ISO 8601 in UTC with milliseconds and Z. Raises DateTimeInvalid for a naive datetime."""
    return _to_utc(instant).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_wire(text: str) -> dt.datetime:
    """Parse ISO 8601 with any offset to UTC, truncated to milliseconds. Raises DateTimeInvalid.

    The letters T and Z may be small, and a leap second becomes the second after it (RFC 3339, 5.6 and appendix D).
    """
    written = text.strip()
    date_and_time = RFC_3339.fullmatch(written)
    if date_and_time is None:
        return _parse_iso_8601(written)
    date, minute, second, fraction, offset = date_and_time.groups(default="")
    is_leap = second == LEAP_SECOND
    instant = _parse_iso_8601(f"{date}T{minute}{'59' if is_leap else second}{fraction}{offset.upper()}")
    if not is_leap:
        return instant
    if (instant.hour, instant.minute) != (23, 59):
        raise DateTimeInvalid
    return _add_second(instant)


def _parse_iso_8601(text: str) -> dt.datetime:
    try:
        return _to_utc(dt.datetime.fromisoformat(text))
    except ValueError:
        raise DateTimeInvalid from None


def _add_second(instant: dt.datetime) -> dt.datetime:
    try:
        return instant + dt.timedelta(seconds=1)
    except OverflowError:
        raise DateTimeInvalid from None


def epoch_ms(instant: dt.datetime) -> int:
    """Milliseconds since 1970-01-01T00:00:00Z. Raises DateTimeInvalid for a naive datetime."""
    return (_to_utc(instant) - EPOCH) // MILLISECOND


def from_epoch_ms(milliseconds: int) -> dt.datetime:
    """Raises DateTimeInvalid outside of years 1 to 9999."""
    try:
        return EPOCH + milliseconds * MILLISECOND
    except OverflowError:
        raise DateTimeInvalid from None


def from_optional_epoch_ms(milliseconds: int | None) -> dt.datetime | None:
    """As `from_epoch_ms`, of a time that may be open."""
    return None if milliseconds is None else from_epoch_ms(milliseconds)


def load_time_zone(name: str) -> ZoneInfo:
    """Load an IANA time zone. Raises TimeZoneInvalid."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TimeZoneInvalid from None


def start_of_day(instant: dt.datetime, zone: str) -> dt.datetime:
    """First UTC instant of the local day that contains the instant. Raises DateTimeInvalid, TimeZoneInvalid."""
    return _midnight(instant, zone, days=0)


def last_millisecond_of_day(instant: dt.datetime, zone: str) -> dt.datetime:
    """Last UTC millisecond of the local day. Raises DateTimeInvalid, TimeZoneInvalid."""
    return _midnight(instant, zone, days=1) - MILLISECOND


def _midnight(instant: dt.datetime, zone: str, *, days: int) -> dt.datetime:
    rules = load_time_zone(zone)
    try:
        day = _to_utc(instant).astimezone(rules).date() + dt.timedelta(days=days)
        # A midnight that a clock change skips counts with the offset before it: that is the change itself (PEP 495).
        return dt.datetime.combine(day, dt.time(), rules).astimezone(dt.UTC)
    except OverflowError:
        raise DateTimeInvalid from None


def _to_utc(instant: dt.datetime) -> dt.datetime:
    if instant.tzinfo is dt.UTC:
        return _to_millisecond(instant)
    if instant.utcoffset() is None:
        raise DateTimeInvalid
    try:
        return _to_millisecond(instant.astimezone(dt.UTC))
    except OverflowError:
        raise DateTimeInvalid from None


def _to_millisecond(instant: dt.datetime) -> dt.datetime:
    excess = instant.microsecond % 1000
    return instant.replace(microsecond=instant.microsecond - excess) if excess else instant


def _validation_error() -> PydanticCustomError:
    return PydanticCustomError(ErrorCode.DATE_TIME_INVALID, "not an ISO 8601 date and time with an offset")


def _validate_instant(value: object) -> dt.datetime:
    with contextlib.suppress(DateTimeInvalid):
        if isinstance(value, dt.datetime):
            return _to_utc(value)
        if isinstance(value, str) and EPOCH <= (instant := from_wire(value)) <= LAST_INSTANT:
            return instant
    raise _validation_error()


_ON_THE_WIRE = {"type": "string", "format": "date-time"}
Instant = Annotated[
    dt.datetime,
    BeforeValidator(_validate_instant),
    FieldErrors(DateTimeInvalid),
    PlainSerializer(to_wire, return_type=str, when_used="json"),
    WithJsonSchema(_ON_THE_WIRE, mode="serialization"),
    WithJsonSchema(
        {**_ON_THE_WIRE, "x-earliest": to_wire(EPOCH), "x-latest": to_wire(LAST_INSTANT)}, mode="validation"
    ),
]
"""Text on the wire, in a request of the years 1970 to 2199; an aware UTC datetime in Python."""
