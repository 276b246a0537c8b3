"""Calls forwarded to the primary region, which alone writes, and its answers brought back.

What makes a second try safe is the command's id: the primary remembers it in the transaction of the write.
"""

import json
import logging
import time
from collections.abc import Mapping
from typing import Any

from vault.adapters import execute_api, http
from vault.kernel import ids, regions
from vault.kernel.circuit import CircuitBreaker
from vault.kernel.errors import Unavailable
from vault.kernel.time import epoch_ms, now
from vault.runtime import http_event, read_your_writes, responses
from vault.runtime.declaration import Declaration
from vault.runtime.resolution import Call

PATH = "/gremlinconsole/executeCommand"
ANSWER_HEADER = "X-Command-Answer"
"""Tells the answer of a command, and names its headers, from what the API on the way says for itself."""
TRIES = 2
LONGEST_TRY = 15.0
PATIENCE = 2.0
"""How long the primary is waited for in all, in seconds, where this region can answer by itself."""
LEFT_FOR_THE_ANSWER = 1.0
LEAST = 0.5
log = logging.getLogger("vault.forwarding")
primary = CircuitBreaker("primary")


def forward(endpoint: Declaration, event: Mapping[str, Any], call: Call, context: Any) -> dict[str, Any]:
    """What the primary answers to a call; a write is noted for its caller's next reads. Raises Unavailable."""
    if not endpoint.command:
        return _post_command(endpoint, event, call, context)
    read_your_writes.record_write(call, under_way=True)
    return read_your_writes.record_answered_write(call, _post_command(endpoint, event, call, context))


def _post_command(endpoint: Declaration, event: Mapping[str, Any], call: Call, context: Any) -> dict[str, Any]:
    """The primary's answer, tried for again once. Raises Unavailable."""
    seconds = context.get_remaining_time_in_millis() / 1000 - LEFT_FOR_THE_ANSWER
    if endpoint.works_without_primary:
        seconds = min(seconds, PATIENCE)
    until = time.monotonic() + seconds
    body = _build_envelope(endpoint, event, call, seconds)
    for _ in range(TRIES):
        left = until - time.monotonic()
        primary.check()
        if left > LEAST and (answered := _try_once(body, min(left, LONGEST_TRY))):
            return answered
    raise Unavailable(service=primary.service)


def _try_once(body: bytes, seconds: float) -> dict[str, Any] | None:
    """One try; None where another may do better. Raises Unavailable where the API on the way refuses."""
    try:
        told = execute_api.post(regions.primary_url() + PATH, body, seconds)
    except Unavailable:
        primary.record_failure()
        return None
    if ANSWER_HEADER in told.headers:
        primary.record_success()
        return _read_answer(told)
    primary.record_failure()
    log.error("the primary refused a command", extra={"status": told.status})
    if told.status < responses.SERVER_ERRORS:
        raise Unavailable(service=primary.service)
    return None


def _build_envelope(endpoint: Declaration, event: Mapping[str, Any], call: Call, seconds: float) -> bytes:
    """A call as the primary takes it: all of it that its endpoint looks at, and until when its answer is waited for."""
    moment = epoch_ms(now())
    sent = {
        "path": endpoint.path,
        "command": endpoint.command,
        "command_id": ids.generate_id("command"),
        "issued_at_ms": moment,
        "deadline_ms": moment + int(seconds * 1000),
        "call_event": http_event.copy_for_forwarding(event, call.request.correlation_id),
    }
    return json.dumps(sent, ensure_ascii=False).encode()


def _read_answer(told: http.HttpResponse) -> dict[str, Any]:
    """The answer of the command's own endpoint, as API Gateway takes it."""
    headers = {name: told.headers[name] for name in told.headers[ANSWER_HEADER].split(",")}
    return responses.build_forwarded_response(told.status, headers, told.body)
