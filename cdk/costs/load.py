"""What subscribers are assumed to do in a month, and what that asks of the services: every assumption stands here."""

from dataclasses import dataclass

from cdk.costs.prices import SECONDS

GB = 1e9
DAYS = 30.4
PEAK = 4
"""How many times the average the busiest minute is."""
JOINS_A_DAY = 12
"""How often a subscriber's devices, together, have an access point ask."""
JOINS = JOINS_A_DAY * DAYS
JOIN = "/radius/authorize"
ON_THE_WAY = 0.1
"""Seconds that a region waits for the primary beside the call itself."""
ACTIVE_SHARE = 0.8
"""Of the subscribers, who sign in, or are named to somebody: reading a person makes them active for Cognito."""
SUBSCRIBERS_OF_AN_OPERATOR = 5_000
MAILS, MESSAGES = 1.5, 0.2
NAMES_READ = 3
"""How many persons Cognito is asked for, for each subscriber, since no copy was there."""
GRAPH_BYTES = 8_000
"""Of a subscriber: 4,000 bytes are measured with a key, a subscription and their edges; devices, unit and staff."""
LOG_ENTRY_BYTES = 600
"""Measured in the local log graph."""
STORED_TIMES = 5
"""How many bytes Neptune stores for each: three indexes, names, pages. Unconfirmed."""
MONTHS_OF_ENTRIES = 12
READ_IOS, WRITE_IOS = 1, 30
"""I/Os of a query that reads, most of which the buffer cache answers, and of one that writes. Unconfirmed."""
CACHE_BYTES = 1_500
"""In Redis, of a subscriber: the copy of a person, devices seen, counters."""
CALL_LOG_BYTES = 1_500
"""The line, the metrics, Lambda's report and the API's access log of a call; 900 of them measured."""
QUERY_LOG_BYTES = 1_500
"""Neptune's audit log of a query."""
FLOW_LOG_BYTES = 200
ANSWER_BYTES = 3_000
COLD_SHARE = 0.005
MIN_COLD_STARTS = 300
"""Of a function in a month."""
QUERY_SECONDS = 0.005
"""What a query keeps a thread of the database busy."""
SCHEDULED_SECONDS = 0.1


@dataclass(frozen=True)
class _Kind:
    """A kind of call: how often a subscriber causes one in a month, and what one asks for.

    `milliseconds` are billed ones: twice what a call alone took on one processor beside its services.
    `reads` and `writes` are queries to the graph; `entries` are written to the log.
    """

    name: str
    path: str
    a_month: float
    memory: int
    milliseconds: float
    reads: int
    writes: int = 0
    entries: int = 0
    forwarded: bool = False


KINDS = (
    _Kind("sign-ins", "/subscriberconsole/login", 2, 1792, 150, reads=2, entries=1),
    _Kind("reads of one's own", "/subscriberconsole/listKeys", 8, 1792, 60, reads=2, entries=1),
    _Kind("reads by staff", "/networkoperatorconsole/venues/listVenueUnits", 4, 1024, 80, reads=2),
    _Kind("writes", "/subscriberconsole/updateKeyTag", 1.5, 1792, 100, reads=1, writes=1, entries=1, forwarded=True),
    _Kind("joins a moment after the last", JOIN, 0.5 * JOINS, 1792, 20, reads=2, forwarded=True),
    _Kind("joins that are recorded", JOIN, 0.45 * JOINS, 1792, 40, reads=2, writes=1, entries=1, forwarded=True),
    _Kind("joins of new devices", JOIN, 0.05 * JOINS, 1792, 60, reads=4, writes=1, entries=1, forwarded=True),
)


@dataclass(frozen=True)
class Load:
    """What so many subscribers ask for in a month."""

    subscribers: int

    def total(self, asked: str) -> float:
        """How much of a number of a kind (`reads`, `writes`, `entries`) all calls ask for."""
        return float(sum(kind.a_month * getattr(kind, asked) for kind in KINDS) * self.subscribers)

    @property
    def calls(self) -> float:
        """The calls of all kinds."""
        return sum(kind.a_month for kind in KINDS) * self.subscribers

    @property
    def forwarded(self) -> float:
        """The calls that the primary region carries out."""
        return sum(kind.a_month for kind in KINDS if kind.forwarded) * self.subscribers

    @property
    def gb_seconds(self) -> float:
        """Memory times time of the functions."""
        each = sum(kind.a_month * kind.memory / 1024 * kind.milliseconds / 1000 for kind in KINDS)
        return each * self.subscribers

    @property
    def forwarded_gb_seconds(self) -> float:
        """Memory times time of functions that wait for the primary."""
        waiting = [(kind, kind.milliseconds / 1000 + ON_THE_WAY) for kind in KINDS if kind.forwarded]
        return sum(kind.a_month * kind.memory / 1024 * seconds for kind, seconds in waiting) * self.subscribers

    @property
    def busy_seconds(self) -> float:
        """The time of the functions."""
        return sum(kind.a_month * kind.milliseconds / 1000 for kind in KINDS) * self.subscribers

    @property
    def operators(self) -> int:
        """The operators, each with a user pool."""
        return max(1, -(-self.subscribers // SUBSCRIBERS_OF_AN_OPERATOR))

    @property
    def queries_a_second(self) -> float:
        """At the peak, to the graph."""
        return (self.total("reads") + self.total("writes")) / SECONDS * PEAK

    @property
    def graph_gb(self) -> float:
        """What the graph stores."""
        return GRAPH_BYTES * STORED_TIMES * self.subscribers / GB

    @property
    def log_gb(self) -> float:
        """What the log graph stores after a year."""
        return self.total("entries") * LOG_ENTRY_BYTES * STORED_TIMES * MONTHS_OF_ENTRIES / GB


def per_second_at_peak(a_month: float) -> float:
    """So many in a month, as so many in a second at the peak."""
    return a_month / SECONDS * PEAK
