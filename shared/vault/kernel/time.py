"""UTC instants with milliseconds, their wire format, and the local day of a venue."""

import datetime as dt
import zoneinfo
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldErrors, Kind

MILLISECOND = dt.timedelta(milliseconds=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# By default the machine's rules take precedence over those of the locked package tzdata.
zoneinfo.reset_tzpath(to=())
ZoneInfo.clear_cache()


class DateTimeInvalid(DomainError):
    code = ErrorCode.DATE_TIME_INVALID
    kind = Kind.INVALID


class TimeZoneInvalid(DomainError):
    code = ErrorCode.TIME_ZONE_INVALID
    kind = Kind.INVALID


def now() -> dt.datetime:
    """The current UTC time, truncated to milliseconds."""
    return _to_millisecond(dt.datetime.now(dt.UTC))


def to_wire(instant: dt.datetime) -> str:
    """Format as ISO 8601 in UTC with milliseconds and Z. Raises DateTimeInvalid for a naive datetime."""
    return _to_utc(instant).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def from_wire(text: str) -> dt.datetime:
    """Parse ISO 8601 with any offset to UTC, truncated to milliseconds. Raises DateTimeInvalid."""
    try:
        return _to_utc(dt.datetime.fromisoformat(text.strip()))
    except ValueError:
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
    try:
        if isinstance(value, str):
            return from_wire(value)
        if isinstance(value, dt.datetime):
            return _to_utc(value)
    except DateTimeInvalid:
        pass
    raise _validation_error()


Instant = Annotated[
    dt.datetime,
    BeforeValidator(_validate_instant),
    FieldErrors(DateTimeInvalid),
    PlainSerializer(to_wire, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""Text on the wire, an aware UTC datetime in Python."""
