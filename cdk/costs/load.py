"""The assumed monthly usage of a subscriber and the load on AWS services that results; all assumptions are here."""

from dataclasses import dataclass

from cdk.costs.prices import SECONDS

GB = 1e9
DAYS = 30.4
PEAK = 4
"""Ratio of the busiest minute to the average."""
JOINS_A_DAY = 12
"""How often an access point requests authentication for a subscriber's devices, all together."""
JOINS = JOINS_A_DAY * DAYS
JOIN = "/radius/authorize"
REGION_LATENCY_SECONDS = 0.1
"""Seconds that a region waits for the primary, in addition to the call itself."""
ACTIVE_SHARE = 0.8
"""Share of subscribers who sign in or whose name is read: reading a person makes them active for Cognito."""
SUBSCRIBERS_OF_AN_OPERATOR = 5_000
MAILS, MESSAGES = 1.5, 0.2
COGNITO_READS = 3
"""Persons read from Cognito for each subscriber, because no cached copy existed."""
GRAPH_BYTES = 8_000
"""Per subscriber: 4,000 bytes measured with a key, a subscription and their edges, plus devices, unit and staff."""
LOG_ENTRY_BYTES = 600
"""Measured in the local log graph."""
STORED_TIMES = 5
"""Storage factor of Neptune: three indexes, names, pages. Unconfirmed."""
MONTHS_OF_ENTRIES = 12
READ_IOS, WRITE_IOS = 1, 30
"""I/Os of a reading query, mostly answered from the buffer cache, and of a writing one. Unconfirmed."""
CACHE_BYTES = 1_500
"""In Redis, per subscriber: the cached person, devices seen, counters."""
CALL_LOG_BYTES = 1_500
"""Log line, metrics, Lambda's report and the API's access log of a call; 900 of them measured."""
QUERY_LOG_BYTES = 1_500
"""Neptune's audit log of a query."""
FLOW_LOG_BYTES = 200
ANSWER_BYTES = 3_000
COLD_SHARE = 0.005
MIN_COLD_STARTS = 300
"""Of a function in a month."""
QUERY_SECONDS = 0.005
"""How long a query occupies a thread of the database."""
SCHEDULED_SECONDS = 0.1


@dataclass(frozen=True)
class _Kind:
    """A kind of call: how often a subscriber causes it in a month, and its resources per call.

    `milliseconds` are billed: twice what a call alone took on one processor beside its services.
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
    """The usage of a number of subscribers in a month."""

    subscribers: int

    def total(self, asked: str) -> float:
        """The sum of one number of the kinds (`reads`, `writes`, `entries`) over all calls."""
        return float(sum(kind.a_month * getattr(kind, asked) for kind in KINDS) * self.subscribers)

    @property
    def calls(self) -> float:
        return sum(kind.a_month for kind in KINDS) * self.subscribers

    @property
    def forwarded(self) -> float:
        """The calls that secondary regions forward to the primary."""
        return sum(kind.a_month for kind in KINDS if kind.forwarded) * self.subscribers

    @property
    def gb_seconds(self) -> float:
        each = sum(kind.a_month * kind.memory / 1024 * kind.milliseconds / 1000 for kind in KINDS)
        return each * self.subscribers

    @property
    def forwarded_gb_seconds(self) -> float:
        waiting = [(kind, kind.milliseconds / 1000 + REGION_LATENCY_SECONDS) for kind in KINDS if kind.forwarded]
        return sum(kind.a_month * kind.memory / 1024 * seconds for kind, seconds in waiting) * self.subscribers

    @property
    def busy_seconds(self) -> float:
        return sum(kind.a_month * kind.milliseconds / 1000 for kind in KINDS) * self.subscribers

    @property
    def operators(self) -> int:
        return max(1, -(-self.subscribers // SUBSCRIBERS_OF_AN_OPERATOR))

    @property
    def queries_a_second(self) -> float:
        return (self.total("reads") + self.total("writes")) / SECONDS * PEAK

    @property
    def graph_gb(self) -> float:
        return GRAPH_BYTES * STORED_TIMES * self.subscribers / GB

    @property
    def log_gb(self) -> float:
        """The size of the log graph after a year."""
        return self.total("entries") * LOG_ENTRY_BYTES * STORED_TIMES * MONTHS_OF_ENTRIES / GB


def per_second_at_peak(a_month: float) -> float:
    """A number per month as a number per second at the peak."""
    return a_month / SECONDS * PEAK
