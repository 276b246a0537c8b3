"""Windows of the log, and what a reader may see of it."""

import datetime as dt
from collections.abc import Iterator
from typing import Self

from vault.audit.events import AuditKind
from vault.graph.schema import Prop, Row
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value

MAX_DAYS = 92
MAX_ENTRIES = 1000
MAX_LATEST = 100
"""Entries that the lists without a window show."""
WHOLE_WINDOW = dt.timedelta(days=MAX_DAYS)
VENUE_WINDOW = dt.timedelta(days=15)
EQUIPMENT_WINDOW = dt.timedelta(days=15)
EQUIPMENT_ERROR_WINDOW = dt.timedelta(hours=72)
OPERATOR_WINDOW = dt.timedelta(hours=24)
SUBSCRIBER_WINDOW = WHOLE_WINDOW
HIDDEN_KINDS = frozenset({AuditKind.EQUIPMENT, AuditKind.RADIUS, AuditKind.SIEM})
"""Kinds of entries that venue staff and residents do not see: network equipment, who joined when, security."""
ACTOR_PROPERTIES = frozenset({Prop.ADMINISTRATOR, Prop.SOURCE_IP, Prop.USER_AGENT, Prop.LOCALE})


class LogWindowInvalid(DomainError):
    code = ErrorCode.LOG_WINDOW_INVALID
    kind = Kind.INVALID


@value
class Window:
    """Both ends are included."""

    begins: dt.datetime
    ends: dt.datetime

    @classmethod
    def from_bounds(cls, begins: dt.datetime | None, ends: dt.datetime | None, default_length: dt.timedelta) -> Self:
        """End now, and begin `default_length` earlier, where not given. Raises LogWindowInvalid."""
        end = ends or max(now(), begins or now())
        window = cls(begins or end - default_length, end)
        if window.begins > end or end - window.begins > dt.timedelta(days=MAX_DAYS):
            raise LogWindowInvalid(days=MAX_DAYS)
        return window

    def days(self) -> Iterator[str]:
        day = self.begins.date()
        while day <= self.ends.date():
            yield day.isoformat()
            day += dt.timedelta(days=1)

    @property
    def epoch_ms_bounds(self) -> tuple[int, int]:
        return epoch_ms(self.begins), epoch_ms(self.ends)


@value
class LogEntries:
    """Ordered by time; `count` is that of the whole window, which may be larger."""

    entries: tuple[Row, ...]
    count: int

    def redact_for(self, token: str) -> "LogEntries":
        """Remove who acted, and from where, from entries that others than `token` caused."""
        own = {None, token}
        redacted = (
            entry
            if entry.get(Prop.ADMINISTRATOR) in own
            else {name: value for name, value in entry.items() if name not in ACTOR_PROPERTIES}
            for entry in self.entries
        )
        return LogEntries(tuple(redacted), self.count)

    @property
    def administrators(self) -> set[str]:
        return {entry[Prop.ADMINISTRATOR] for entry in self.entries if Prop.ADMINISTRATOR in entry}
