"""Marks in Redis of those whose reads go to the writer while replicas may lag (docs/adr/0018)."""

import hashlib
import json
import logging
from collections.abc import Iterable, Sequence

from vault.adapters import redis
from vault.kernel import regions
from vault.kernel.errors import Unavailable

MAX_CALL_SECONDS = 30
log = logging.getLogger("vault.graph")


def person_mark(issuer: str, token: str) -> str:
    return _mark_key("person", issuer, token)


def source_mark(origin: str, source_ip: str, user_agent: str) -> str:
    """The mark of a caller whom no token names."""
    return _mark_key("source", origin, source_ip, user_agent)


def _mark_key(*name: str) -> str:
    return f"recent_write:{hashlib.sha256(json.dumps(name).encode()).hexdigest()}"


def set_marks(marks: Iterable[str], *, under_way: bool = False) -> bool:
    """Set marks for as long as a replica may lag after a write, which may be under way; False without Redis."""
    seconds = regions.replica_lag() + (MAX_CALL_SECONDS if under_way else 0)
    try:
        redis.set_many(dict.fromkeys(marks, "1"), seconds)
    except Unavailable:
        log.warning("a recent write is not recorded")
        return False
    return True


def has_mark(marks: Sequence[str]) -> bool | None:
    """Whether one of the marks is set; None where Redis does not answer."""
    try:
        return any(redis.get_many(marks))
    except Unavailable:
        log.warning("recent writes are unknown")
        return None
