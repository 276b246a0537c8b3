"""Who has just written: for as long as replicas may lag, their calls go to the primary, and there to the writer.

See docs/adr/0018.

A caller is known by their token; whoever wrote without one, by console, address and browser, since what somebody
accepts or resets unsigned is read after the sign-in that follows.
"""

import hashlib
import json
import logging
from typing import Any

from vault.adapters import redis
from vault.graph import connection
from vault.kernel import regions
from vault.kernel.errors import Unavailable
from vault.runtime.attempt import Attempt
from vault.runtime.resolution import Call

LONGEST_CALL = 30
LAG_HEADER = "X-Replica-Lag-Seconds"
log = logging.getLogger("vault.read_your_writes")


def handle(attempt: Attempt) -> dict[str, Any]:
    """The answer to a call in the primary region: to a read by the writer, if its caller has just written."""
    endpoint, call = attempt.endpoint, attempt.call
    if endpoint.command:
        return record_answered_write(call, attempt.run())
    if endpoint.reads_consistently or has_recent_write(call) is False:
        return attempt.run()
    with connection.use_writer():
        return attempt.run()


def record_answered_write(call: Call, answered: dict[str, Any]) -> dict[str, Any]:
    """The answer to a write, which is noted for its caller's next reads; where it cannot be, the answer says so."""
    if not record_write(call):
        answered["headers"][LAG_HEADER] = str(regions.replica_lag())
    return answered


def record_write(call: Call, *, under_way: bool = False) -> bool:
    """Note that a caller writes, before the write and after it; False where Redis does not answer."""
    seconds = regions.replica_lag() + (LONGEST_CALL if under_way else 0)
    try:
        redis.set_many({_redis_keys(call)[-1]: "1"}, seconds)
    except Unavailable:
        log.warning("a write is not noted")
        return False
    return True


def has_recent_write(call: Call) -> bool | None:
    """Whether the caller has just written; None where Redis does not answer."""
    try:
        return any(redis.get_many(_redis_keys(call)))
    except Unavailable:
        log.warning("whether somebody has written is not known")
        return None


def _redis_keys(call: Call) -> list[str]:
    """Where it is noted: by source, and by person where there is one."""
    request = call.request
    names = [["source", request.origin, request.source_ip, request.user_agent]]
    if call.claims:
        names.append(["person", call.claims.issuer, call.claims.username])
    return [f"recent_write:{hashlib.sha256(json.dumps(name).encode()).hexdigest()}" for name in names]
