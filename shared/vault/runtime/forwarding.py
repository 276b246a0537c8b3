"""Forward calls to the primary region, which alone writes, and return its responses."""

import json
import logging
import time

from vault.adapters import execute_api, http
from vault.kernel import ids, regions
from vault.kernel.circuit import CircuitBreaker
from vault.kernel.errors import Unavailable
from vault.kernel.time import epoch_ms, real_now
from vault.runtime import http_event, read_your_writes, responses
from vault.runtime.declaration import Declaration
from vault.runtime.http_event import LambdaContext, LambdaEvent, LambdaResponse
from vault.runtime.resolution import Call

PATH = "/gremlinconsole/executeCommand"
RESPONSE_HEADER = "X-Command-Answer"
"""On the response of an endpoint, with the names of its headers; an error of API Gateway itself lacks it."""
TRIES = 2
MAX_TRY_SECONDS = 15.0
MAX_WAIT_SECONDS = 2.0
"""The longest wait for the primary, with retries, where this region can handle the call itself."""
RESPONSE_RESERVE_SECONDS = 1.0
MIN_TRY_SECONDS = 0.5
log = logging.getLogger("vault.runtime")
primary = CircuitBreaker("primary")


def forward(endpoint: Declaration, event: LambdaEvent, call: Call, context: LambdaContext) -> LambdaResponse:
    """The primary's response; the caller of a write is recorded for later reads. Raises Unavailable."""
    if not endpoint.command:
        return _post_command(endpoint, event, call, context)
    read_your_writes.record_write(call, under_way=True)
    return read_your_writes.record_finished_write(call, _post_command(endpoint, event, call, context))


def _post_command(endpoint: Declaration, event: LambdaEvent, call: Call, context: LambdaContext) -> LambdaResponse:
    """Raises Unavailable. A second try is safe: the primary stores the command's id with the write."""
    seconds = context.get_remaining_time_in_millis() / 1000 - RESPONSE_RESERVE_SECONDS
    if endpoint.works_without_primary:
        seconds = min(seconds, MAX_WAIT_SECONDS)
    deadline = time.monotonic() + seconds
    body = _build_envelope(endpoint, event, call, seconds)
    for _ in range(TRIES):
        left = deadline - time.monotonic()
        primary.check()
        if left > MIN_TRY_SECONDS and (response := _try_once(body, min(left, MAX_TRY_SECONDS))):
            return response
    raise Unavailable(service=primary.service)


def _try_once(body: bytes, seconds: float) -> LambdaResponse | None:
    """The response, or None where a second try may succeed. Raises Unavailable."""
    try:
        response = execute_api.post(regions.primary_url() + PATH, body, seconds)
    except Unavailable:
        primary.record_failure()
        return None
    if RESPONSE_HEADER in response.headers:
        primary.record_success()
        return _read_response(response)
    primary.record_failure()
    log.error("the primary region refused a command", extra={"status": response.status})
    if response.status < responses.SERVER_ERRORS:
        raise Unavailable(service=primary.service)
    return None


def _build_envelope(endpoint: Declaration, event: LambdaEvent, call: Call, seconds: float) -> bytes:
    moment = epoch_ms(real_now())
    envelope = {
        "path": endpoint.path,
        "command": endpoint.command,
        "command_id": ids.generate_id("command"),
        "issued_at_ms": moment,
        "deadline_ms": moment + int(seconds * 1000),
        "call_event": http_event.copy_for_forwarding(event, call.request.correlation_id),
    }
    return json.dumps(envelope, ensure_ascii=False).encode()


def _read_response(response: http.HttpResponse) -> LambdaResponse:
    headers = {name: response.headers[name] for name in response.headers[RESPONSE_HEADER].split(",")}
    return responses.build_forwarded_response(response.status, headers, response.body)
