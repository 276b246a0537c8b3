"""The one HTTP client: bounded in time and size, with a circuit breaker for each system and host."""

import functools
import json
import logging
import random
import time
import traceback
from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from vault.adapters.systems import OutsideSystem
from vault.kernel.circuit import CircuitBreaker
from vault.kernel.create_once import create_once
from vault.kernel.errors import Unavailable
from vault.kernel.outgoing_addresses import AddressProfile
from vault.kernel.values import value

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

HOSTS = 64
CONNECTIONS = 16
IDEMPOTENT_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT"})
"""RFC 9110, 9.2.2."""
RETRYABLE_STATUSES = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
REDIRECTS = 3
PAUSE_SECONDS = 0.2
MIN_TIMEOUT_SECONDS = 0.001
"""urllib3 refuses time-outs that are not positive."""
log = logging.getLogger("vault.adapters")


@value
class HttpRequest:
    """Only the host of its URL is ever logged, and nothing of its headers and body."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    operation: str = ""
    """The name of the call in the log: a constant of the adapter."""
    idempotency_key: str = field(default="", repr=False)
    """Sent as Idempotency-Key, which makes any method safe to retry."""
    follows_redirects: bool = False
    profile: AddressProfile | None = None
    """Of a URL that somebody typed: it is checked, and the connection is to an address that was checked."""
    returns_errors: bool = False
    """Whether 429 and 5xx are returned instead of raising Unavailable."""
    pools: "PoolManager | None" = field(default=None, repr=False, compare=False)
    """Connections of its own, instead of those that all systems share."""

    @property
    def may_repeat(self) -> bool:
        return bool(self.idempotency_key) or self.method in IDEMPOTENT_METHODS

    @property
    def may_redirect(self) -> bool:
        return self.follows_redirects and self.profile is None


@value
class HttpResponse:
    """A complete response; header names are case-insensitive."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def is_unauthorized(self) -> bool:
        return self.status == HTTPStatus.UNAUTHORIZED


class _ExchangeFailed(Exception):
    """No complete response; `was_sent` is whether the system may have received the request."""

    def __init__(self, *, was_sent: bool) -> None:
        self.was_sent = was_sent
        super().__init__()


def get_json(system: OutsideSystem, url: str, operation: str = "") -> Any:
    """The JSON of a 200 response. Raises Unavailable."""
    response = send(system, HttpRequest("GET", url, operation=operation))
    try:
        if response.status == HTTPStatus.OK:
            return json.loads(response.body)
    except ValueError:
        pass
    raise Unavailable(service=system.name)


def send(system: OutsideSystem, request: HttpRequest, seconds: float | None = None) -> HttpResponse:
    """Send within `seconds` or the system's limit.

    Raises Unavailable, also for 429 and 5xx unless `returns_errors`; AddressRefused for a typed URL.
    """
    started = time.monotonic()
    deadline = started + (system.limits.total_seconds if seconds is None else seconds)
    status, tries = 0, 0
    try:
        for tries in range(1, system.limits.tries + 1):
            is_last = tries == system.limits.tries
            if response := _attempt(system, request, deadline, is_last=is_last):
                status = response.status
                return _accept(system, request, response)
        raise Unavailable(service=system.name)
    finally:
        facts = {"system": system.name, "host": _host(request.url), "operation": request.operation}
        spent = round((time.monotonic() - started) * 1000, 2)
        log.info("outgoing call", extra={**facts, "status": status, "tries": tries, "duration_ms": spent})


def _attempt(system: OutsideSystem, request: HttpRequest, deadline: float, *, is_last: bool) -> HttpResponse | None:
    """None where a retry may follow. Raises Unavailable."""
    if time.monotonic() >= deadline:  # no fault of the host
        raise Unavailable(service=system.name)
    breaker = _breaker_of(system, request.url)
    breaker.check()
    try:
        response = _exchange(system, request, deadline)
    except _ExchangeFailed as failure:
        breaker.record_failure()
        if is_last or (failure.was_sent and not request.may_repeat) or not _pause(deadline):
            raise Unavailable(service=system.name) from failure.__cause__
        return None
    _record(breaker, response)
    if response.status in RETRYABLE_STATUSES and request.may_repeat and not is_last:
        return None if _pause(deadline, response.headers.get("Retry-After", "")) else response
    return response


def _exchange(system: OutsideSystem, request: HttpRequest, deadline: float) -> HttpResponse:
    from urllib3 import exceptions

    from vault.adapters import http_pool

    deadline_token, profile_token = http_pool.deadline.set(deadline), http_pool.profile.set(request.profile)
    try:
        return _receive(_open(system, request, deadline), system.limits.answer_bytes)
    except exceptions.HTTPError as error:
        unsent = (exceptions.NewConnectionError, exceptions.ConnectTimeoutError)
        raise _ExchangeFailed(was_sent=not isinstance(getattr(error, "reason", error), unsent)) from error
    except ValueError as error:
        if not _is_of_location(error):
            raise
        raise _ExchangeFailed(was_sent=True) from error
    finally:
        http_pool.deadline.reset(deadline_token)
        http_pool.profile.reset(profile_token)


def _is_of_location(error: ValueError) -> bool:
    """Whether a redirect's Location cannot be parsed; a header that cannot be sent is a ValueError too."""
    return any(frame.f_globals["__name__"] == "urllib.parse" for frame, _ in traceback.walk_tb(error.__traceback__))


def _open(system: OutsideSystem, request: HttpRequest, deadline: float) -> "BaseHTTPResponse":
    from urllib3 import Retry, Timeout

    limits, left = system.limits, max(deadline - time.monotonic(), MIN_TIMEOUT_SECONDS)
    if not _host(request.url):
        raise _ExchangeFailed(was_sent=False)
    key = {"Idempotency-Key": request.idempotency_key} if request.idempotency_key else {}
    return (request.pools or pools(request.profile)).request(
        request.method,
        request.url,
        body=request.body,
        headers={**request.headers, **key},
        timeout=Timeout(connect=min(limits.connect_seconds, left), read=min(limits.read_seconds, left)),
        retries=Retry(None, connect=0, read=0, other=0, redirect=REDIRECTS) if request.may_redirect else False,
        redirect=request.may_redirect,
        preload_content=False,
        decode_content=False,
    )


def _receive(response: "BaseHTTPResponse", most_bytes: int) -> HttpResponse:
    body = response.read(most_bytes + 1)
    # Fewer bytes than announced raise an error in urllib3 only where all of them are asked for.
    if len(body) > most_bytes or response.length_remaining:
        response.close()
        raise _ExchangeFailed(was_sent=True)
    response.release_conn()
    return HttpResponse(response.status, response.headers, body)


def _accept(system: OutsideSystem, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    is_error = response.status == HTTPStatus.TOO_MANY_REQUESTS or response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    if is_error and not request.returns_errors:
        raise Unavailable(service=system.name)
    return response


def _record(breaker: CircuitBreaker, response: HttpResponse) -> None:
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        breaker.record_failure()
    else:
        breaker.record_success()


def _pause(deadline: float, retry_after: str = "") -> bool:
    """Wait before a retry, by Retry-After if given; False where no time is left."""
    seconds = float(retry_after) if retry_after.isdecimal() else PAUSE_SECONDS * (1 + random.random())  # noqa: S311  no secret
    if time.monotonic() + seconds >= deadline:
        return False
    time.sleep(seconds)
    return True


def _breaker_of(system: OutsideSystem, url: str) -> CircuitBreaker:
    if not system.limits.has_breaker:
        return CircuitBreaker(system.name)
    return breaker(system.name, _host(url))


def _host(url: str) -> str:
    """Host and port of an http or https URL, without user info; empty for any other text."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.netloc.rpartition("@")[2] if parts.scheme in {"http", "https"} else ""


@functools.lru_cache(maxsize=1024)
def breaker(system: str, host: str) -> CircuitBreaker:  # noqa: ARG001  the cache has one for each host
    return CircuitBreaker(system)


@create_once
def pools(profile: AddressProfile | None) -> "PoolManager":  # noqa: ARG001  no call of one kind gets a connection of another
    from vault.adapters import http_pool

    return http_pool.create_pools(HOSTS, CONNECTIONS)
