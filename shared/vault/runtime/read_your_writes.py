"""Remember who has just written: while replicas may lag, their reads go to the writer (docs/adr/0018)."""

import hashlib
import json
import logging

from vault.adapters import redis
from vault.graph import connection
from vault.kernel import regions
from vault.kernel.errors import Unavailable
from vault.runtime.attempt import Attempt
from vault.runtime.http_event import LambdaResponse
from vault.runtime.resolution import Call

MAX_CALL_SECONDS = 30
LAG_HEADER = "X-Replica-Lag-Seconds"
log = logging.getLogger("vault.runtime")


def handle(attempt: Attempt) -> LambdaResponse:
    """Run a call in the primary region; a read goes to the writer if its caller has just written."""
    endpoint, call = attempt.endpoint, attempt.call
    if endpoint.command:
        return record_finished_write(call, attempt.run())
    if endpoint.reads_consistently or has_recent_write(call) is False:
        return attempt.run()
    with connection.use_writer():
        return attempt.run()


def record_finished_write(call: Call, response: LambdaResponse) -> LambdaResponse:
    """Record the write; if that fails, add the lag header to the response."""
    if not record_write(call):
        response["headers"][LAG_HEADER] = str(regions.replica_lag())
    return response


def record_write(call: Call, *, under_way: bool = False) -> bool:
    """Record that a caller writes, before and after the write; False where Redis does not answer."""
    seconds = regions.replica_lag() + (MAX_CALL_SECONDS if under_way else 0)
    try:
        redis.set_many({_redis_keys(call)[-1]: "1"}, seconds)
    except Unavailable:
        log.warning("a recent write is not recorded")
        return False
    return True


def has_recent_write(call: Call) -> bool | None:
    """Whether the caller has just written; None where Redis does not answer."""
    try:
        return any(redis.get_many(_redis_keys(call)))
    except Unavailable:
        log.warning("recent writes are unknown")
        return None


def _redis_keys(call: Call) -> list[str]:
    """By source, and by user where there is one: what is written before a sign-in is read after it."""
    request = call.request
    names = [["source", request.origin, request.source_ip, request.user_agent]]
    if call.claims:
        names.append(["person", call.claims.issuer, call.claims.username])
    return [f"recent_write:{hashlib.sha256(json.dumps(name).encode()).hexdigest()}" for name in names]
