"""The one HTTP client: bounded in time and size, behind a circuit breaker for each system and host.

An adapter calls `send`, or `get_json`, with its system's declaration. Everything that keeps it from a complete answer
is Unavailable. No redirect is followed unless the request says so.
"""

import functools
import json
import logging
import random
import time
from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from vault.adapters.systems import OutsideSystem
from vault.kernel.circuit import CircuitBreaker
from vault.kernel.create_once import create_once
from vault.kernel.errors import Unavailable
from vault.kernel.values import value

HOSTS = 64
CONNECTIONS = 16
REPEATABLE_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT"})
"""What may be sent twice (RFC 9110, 9.2.2)."""
REPEATED_STATUSES = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
REDIRECTS = 3
PAUSE_SECONDS = 0.2
log = logging.getLogger("vault.http")


@value
class HttpRequest:
    """A request; of its URL only the host is ever logged, of its headers and body nothing."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    operation: str = ""
    """What the call is for, for the log: a constant of the adapter."""
    idempotency_key: str = field(default="", repr=False)
    """Sent as Idempotency-Key; it makes any method safe to repeat."""
    follows_redirects: bool = False
    takes_errors: bool = False
    """Whether 429 and 5xx are answers as others are, instead of Unavailable."""

    @property
    def is_repeatable(self) -> bool:
        """Whether the system may get it twice."""
        return bool(self.idempotency_key) or self.method in REPEATABLE_METHODS


@value
class HttpResponse:
    """A complete answer; its headers are found in any case of letters."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class _ExchangeFailed(Exception):
    """No complete answer came; `was_sent` tells whether the system may have got the request."""

    def __init__(self, *, was_sent: bool) -> None:
        self.was_sent = was_sent
        super().__init__()


def get_json(system: OutsideSystem, url: str, operation: str = "") -> Any:
    """The JSON of a GET that is answered with 200. Raises Unavailable for any other answer."""
    response = send(system, HttpRequest("GET", url, operation=operation))
    try:
        if response.status == HTTPStatus.OK:
            return json.loads(response.body)
    except ValueError:
        pass
    raise Unavailable(service=system.name)


def send(system: OutsideSystem, request: HttpRequest, seconds: float | None = None) -> HttpResponse:
    """Send a request and return its answer, within `seconds` or the system's limit. Raises Unavailable."""
    started = time.monotonic()
    until = started + (seconds or system.limits.total_seconds)
    status, tries = 0, 0
    try:
        for tries in range(1, system.limits.tries + 1):
            is_last = tries == system.limits.tries
            if response := _attempt(system, request, until, is_last=is_last):
                status = response.status
                return _accept(system, request, response)
        raise Unavailable(service=system.name)
    finally:
        facts = {"system": system.name, "host": _host(request.url), "operation": request.operation}
        spent = round((time.monotonic() - started) * 1000, 2)
        log.info("outgoing call", extra={**facts, "status": status, "tries": tries, "duration_ms": spent})


def _attempt(system: OutsideSystem, request: HttpRequest, until: float, *, is_last: bool) -> HttpResponse | None:
    """One try: its answer, or None where another one may follow. Raises Unavailable where none may."""
    breaker = _breaker_of(system, request.url)
    breaker.check()
    try:
        response = _exchange(system, request, until)
    except _ExchangeFailed as failure:
        breaker.record_failure()
        if is_last or (failure.was_sent and not request.is_repeatable) or not _pause(until):
            raise Unavailable(service=system.name) from failure.__cause__
        return None
    _record(breaker, response)
    if response.status in REPEATED_STATUSES and request.is_repeatable and not is_last:
        return None if _pause(until, response.headers.get("Retry-After", "")) else response
    return response


def _exchange(system: OutsideSystem, request: HttpRequest, until: float) -> HttpResponse:
    from urllib3 import exceptions

    from vault.adapters import http_pool

    deadline = http_pool.deadline.set(until)
    try:
        return _receive(_open(system, request, until), system.limits.answer_bytes)
    except exceptions.HTTPError as error:
        unsent = (exceptions.NewConnectionError, exceptions.ConnectTimeoutError)
        raise _ExchangeFailed(was_sent=not isinstance(getattr(error, "reason", error), unsent)) from error
    finally:
        http_pool.deadline.reset(deadline)


def _open(system: OutsideSystem, request: HttpRequest, until: float) -> Any:
    """Send the request and read the head of the answer."""
    from urllib3 import Retry, Timeout

    limits, left = system.limits, until - time.monotonic()
    if left <= 0 or not _host(request.url):
        raise _ExchangeFailed(was_sent=False)
    key = {"Idempotency-Key": request.idempotency_key} if request.idempotency_key else {}
    return pools().request(
        request.method,
        request.url,
        body=request.body,
        headers={**request.headers, **key},
        timeout=Timeout(connect=min(limits.connect_seconds, left), read=min(limits.read_seconds, left)),
        retries=Retry(None, connect=0, read=0, other=0, redirect=REDIRECTS) if request.follows_redirects else False,
        redirect=request.follows_redirects,
        preload_content=False,
        decode_content=False,
    )


def _receive(answer: Any, most_bytes: int) -> HttpResponse:
    body = answer.read(most_bytes + 1)
    if len(body) > most_bytes:
        answer.close()
        raise _ExchangeFailed(was_sent=True)
    answer.release_conn()
    return HttpResponse(answer.status, answer.headers, body)


def _accept(system: OutsideSystem, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    is_refusal = response.status == HTTPStatus.TOO_MANY_REQUESTS or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    if is_refusal and not request.takes_errors:
        raise Unavailable(service=system.name)
    return response


def _record(breaker: CircuitBreaker, response: HttpResponse) -> None:
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        breaker.record_failure()
    else:
        breaker.record_success()


def _pause(until: float, retry_after: str = "") -> bool:
    """Wait before the next try, as long as the system asks for; False where no time is left for it."""
    seconds = float(retry_after) if retry_after.isdecimal() else PAUSE_SECONDS * (1 + random.random())  # noqa: S311  no secret
    if time.monotonic() + seconds >= until:
        return False
    time.sleep(seconds)
    return True


def _breaker_of(system: OutsideSystem, url: str) -> CircuitBreaker:
    if not system.limits.has_breaker:
        return CircuitBreaker(system.name)
    return breaker(system.name, _host(url))


def _host(url: str) -> str:
    """The host and port of an http or https URL, without what stands before them; empty for any other text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.netloc.rpartition("@")[2] if parts.scheme in {"http", "https"} else ""


@functools.lru_cache(maxsize=1024)
def breaker(system: str, host: str) -> CircuitBreaker:  # noqa: ARG001  one for each host
    """The circuit breaker of a system at a host and port."""
    return CircuitBreaker(system)


@create_once
def pools() -> Any:
    """The connections, kept open between calls."""
    from vault.adapters import http_pool

    return http_pool.create_pools(HOSTS, CONNECTIONS)
