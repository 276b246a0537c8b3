"""Execute traversals; each endpoint has one client, created on first use."""

import contextlib
import functools
import logging
import re
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from gremlin_python.driver.client import Client
from gremlin_python.driver.protocol import GremlinServerError

from vault.graph.address import connection_parameters
from vault.graph.numbers import create_serializer
from vault.graph.signing import SignedTransport, requires_iam
from vault.graph.steps import Steps
from vault.graph.transport import ConnectionBroken, Transport
from vault.kernel import regions
from vault.kernel.create_once import create_once
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind, Unavailable
from vault.kernel.settings import setting

logging.getLogger("gremlinpython").setLevel(logging.CRITICAL)  # it logs what queries carry
CONCURRENT_PATTERN = re.compile(r"ConcurrentModification|modified in another transaction")
STALE_PATTERN = re.compile(r"already exists|ConstraintViolation|resolved from mergeE")
UNAVAILABLE_PATTERN = re.compile(r"Throttling|TooManyRequests|MemoryLimit|TimeLimitExceeded|ReadOnlyViolation")
TRAVERSAL_SOURCES = {"LOG": "VAULT_LOG_SOURCE", "READER": "VAULT_GRAPH_READER_SOURCE", "WRITER": "VAULT_GRAPH_SOURCE"}
TRANSPORT_OPTIONS = {"read_timeout": 25, "write_timeout": 5, "max_content_length": 10 * 1024 * 1024}


_use_writer: ContextVar[bool] = ContextVar("use_writer", default=False)
_readings: ContextVar[list[object] | None] = ContextVar("readings", default=None)


class Conflict(DomainError):
    """A concurrent write changed what this one depends on; nothing was written, and it may be retried.

    `is_concurrent`: two transactions met, so that the same write may succeed later. Otherwise the graph is not as the
    write presumes, and only what is read anew makes another one of it.
    """

    code = ErrorCode.CONFLICT
    kind = Kind.UNAVAILABLE

    def __init__(self, *, is_concurrent: bool = False) -> None:
        super().__init__()
        self.is_concurrent = is_concurrent


def execute(steps: Steps, endpoint: str = "WRITER") -> list[Any]:
    """Submit one request, which is one transaction, and return all results.

    `endpoint` is WRITER, READER or LOG. Raises Conflict, Unavailable.
    """
    endpoint = _choose_endpoint(endpoint)
    opened = client(endpoint)
    try:
        return _record_reading(list(_expand_bulk(opened.submit(steps.bytecode).all().result())))
    except GremlinServerError as error:
        raise _translate_server_error(error) from None
    except ConnectionBroken as error:
        close_client(endpoint)
        raise Unavailable(service="graph") from error
    except Exception as error:
        if client(endpoint) is opened:
            raise
        # Another thread found the connection broken, and closed it under this call.
        raise Unavailable(service="graph") from error


def _choose_endpoint(endpoint: str) -> str:
    if endpoint == "LOG":
        return endpoint
    if regions.mode().is_secondary:
        return "READER"
    return "WRITER" if _use_writer.get() else endpoint


@contextlib.contextmanager
def record_readings() -> Iterator[list[object]]:
    """Yield a list that collects what `execute` returns while active, in this thread."""
    readings: list[object] = []
    before = _readings.set(readings)
    try:
        yield readings
    finally:
        _readings.reset(before)


def _record_reading(results: list[Any]) -> list[Any]:
    readings = _readings.get()
    if readings is not None:
        readings.append(results)
    return results


@contextlib.contextmanager
def use_writer() -> Iterator[None]:
    """While active, reads go to the writer endpoint."""
    before = _use_writer.set(True)
    try:
        yield
    finally:
        _use_writer.reset(before)


def _expand_bulk(results: list[Any]) -> Iterator[Any]:
    """Repeat each result as often as its traverser's bulk."""
    for result in results:
        yield from [result.object] * result.bulk


def _translate_server_error(error: GremlinServerError) -> Exception:
    if CONCURRENT_PATTERN.search(str(error)):
        return Conflict(is_concurrent=True)
    if STALE_PATTERN.search(str(error)):
        return Conflict()
    return Unavailable(service="graph") if UNAVAILABLE_PATTERN.search(str(error)) else error


@create_once
def client(endpoint: str) -> Client:
    url = setting("VAULT_LOG_GRAPH" if endpoint == "LOG" else f"VAULT_GRAPH_{endpoint}")
    source = setting(TRAVERSAL_SOURCES[endpoint], "g")
    transport_factory = functools.partial(SignedTransport if requires_iam() else Transport, **TRANSPORT_OPTIONS)
    size = int(setting("VAULT_GRAPH_CONNECTIONS", "1"))
    return Client(
        **connection_parameters(url),
        traversal_source=source,
        transport_factory=transport_factory,
        pool_size=size,
        message_serializer=create_serializer(),
    )


def close_client(endpoint: str) -> None:
    """Drop a broken connection, so that the next call makes a new one."""
    broken = client(endpoint)
    client.cache_clear()
    with contextlib.suppress(Exception):
        broken.close()
