"""AWS list prices in US dollars as known at the given date: check them before relying on one."""

from collections.abc import Mapping
from dataclasses import dataclass

REGION = "us-east-1"
PRICES_OF = "June 2025"
HOURS = 730
SECONDS = HOURS * 3600
MILLION = 1e6


@dataclass(frozen=True)
class _Price:
    """The price of `per` units; not `confirmed` if it was not checked against a source."""

    dollars: float
    unit: str
    per: float = 1
    confirmed: bool = True


PRICES: Mapping[str, _Price] = {
    "API call": _Price(1.00, "million calls, HTTP API", MILLION),
    "Address": _Price(0.005, "public IPv4 address and hour"),
    "Alarm": _Price(0.10, "alarm and month"),
    "Backup": _Price(0.021, "GB and month, Neptune", confirmed=False),
    "Custom metric": _Price(0.30, "metric and month, the first 10,000"),
    "Dashboard": _Price(3.00, "dashboard and month, the first three free"),
    "Endpoint": _Price(0.01, "interface endpoint, zone and hour"),
    "Graph I/O": _Price(0.20, "million I/Os, Neptune", MILLION),
    "Graph storage": _Price(0.10, "GB and month, Neptune"),
    "Hosted zone": _Price(0.50, "zone and month"),
    "KMS call": _Price(0.03, "10,000 requests", 1e4),
    "KMS key": _Price(1.00, "key and month; as much again for each of the first two rotations"),
    "Lambda": _Price(13.3334, "million GB-seconds, arm64", MILLION),
    "Lambda call": _Price(0.20, "million requests", MILLION),
    "Log kept": _Price(0.03, "GB and month, compressed"),
    "Log taken": _Price(0.50, "GB"),
    "Mail": _Price(0.10, "thousand mails, SES", 1e3),
    "NAT": _Price(0.045, "gateway and hour"),
    "NAT data": _Price(0.045, "GB"),
    "Outgoing data": _Price(0.09, "GB to the internet, the first 100 free"),
    "Person": _Price(0.015, "active person and month, Cognito Essentials, the first 10,000 free"),
    "Replicated write": _Price(0.20, "million write I/Os, to each other region", MILLION, confirmed=False),
    "SMS": _Price(0.01, "message in the USA, the carrier's fee included", confirmed=False),
    "SQS": _Price(0.40, "million requests", MILLION),
    "Secret": _Price(0.40, "secret and month"),
    "Snapshot kept": _Price(1.5046, "million GB-seconds of a published version, SnapStart", MILLION),
    "Snapshot restored": _Price(0.1397998, "thousand GB at cold starts, SnapStart", 1e3),
    "To a region": _Price(0.02, "GB to another region"),
}


@dataclass(frozen=True)
class Instance:
    """A Neptune instance class: dollars per hour, processors, memory in GiB."""

    name: str
    dollars: float
    processors: int
    memory: int


INSTANCES = (
    Instance("db.r6g.large", 0.3287, 2, 16),
    Instance("db.r6g.xlarge", 0.6574, 4, 32),
    Instance("db.r6g.2xlarge", 1.3148, 8, 64),
    Instance("db.r6g.4xlarge", 2.6296, 16, 128),
    Instance("db.r6g.8xlarge", 5.2592, 32, 256),
    Instance("db.r6g.12xlarge", 7.8888, 48, 384),
    Instance("db.r6g.16xlarge", 10.5184, 64, 512),
)
"""Smallest first; the dollars are unconfirmed."""


@dataclass(frozen=True)
class CacheNode:
    """An ElastiCache node class with Valkey: dollars per hour, memory in GiB."""

    name: str
    dollars: float
    memory: float


CACHE_NODES = (
    CacheNode("cache.t4g.small", 0.0256, 1.37),
    CacheNode("cache.t4g.medium", 0.0520, 3.09),
    CacheNode("cache.m7g.large", 0.1264, 6.38),
    CacheNode("cache.r7g.large", 0.1752, 13.07),
    CacheNode("cache.r7g.xlarge", 0.3496, 26.32),
)
"""Smallest first; the dollars are unconfirmed."""


def dollars(what: str, amount: float) -> float:
    return PRICES[what].dollars * amount / PRICES[what].per
