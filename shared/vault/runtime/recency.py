"""Who has just written: for as long as the replica may lag, their calls go to the primary (docs/adr/0021).

A caller is known by their token; whoever wrote without one, by console, address and browser, since what somebody
accepts or resets unsigned is read after the sign-in that follows.
"""

import hashlib
import json
import logging

from vault.adapters import redis
from vault.kernel import regions
from vault.kernel.errors import Unavailable
from vault.runtime.resolution import Call

LONGEST_CALL = 30
LAG_HEADER = "X-Replica-Lag-Seconds"
log = logging.getLogger("vault.recency")


def mark(call: Call, *, under_way: bool = False) -> bool:
    """Note that a caller writes, before the write and after it; False where Redis does not answer."""
    seconds = regions.replica_lag() + (LONGEST_CALL if under_way else 0)
    try:
        redis.keep({places(call)[-1]: "1"}, seconds)
    except Unavailable:
        log.warning("a write is not noted")
        return False
    return True


def wrote(call: Call) -> bool | None:
    """Whether the caller has just written; None where Redis does not answer."""
    try:
        return any(redis.copies(places(call)))
    except Unavailable:
        log.warning("whether somebody has written is not known")
        return None


def places(call: Call) -> list[str]:
    """Where it is noted: by source, and by person where there is one."""
    request = call.request
    names = [["source", request.origin, request.source_ip, request.user_agent]]
    if call.claims:
        names.append(["person", call.claims.issuer, call.claims.username])
    return [f"wrote:{hashlib.sha256(json.dumps(name).encode()).hexdigest()}" for name in names]
