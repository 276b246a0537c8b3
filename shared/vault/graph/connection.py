"""Traversals to the database and their answers back; one connection for each endpoint, made on first use."""

import contextlib
import functools
import logging
import re
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from gremlin_python.driver.client import Client
from gremlin_python.driver.protocol import GremlinServerError

from vault.graph.numbers import serializer
from vault.graph.signing import SignedTransport, signs
from vault.graph.steps import Steps
from vault.graph.transport import ConnectionBroken, Transport
from vault.kernel import regions
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind, Unavailable
from vault.kernel.settings import setting

logging.getLogger("gremlinpython").setLevel(logging.CRITICAL)  # it logs what queries carry
CONFLICT = re.compile(
    r"ConcurrentModification|modified in another transaction|already exists|ConstraintViolation|resolved from mergeE"
)
BUSY = re.compile(r"Throttling|TooManyRequests|MemoryLimit|TimeLimitExceeded|ReadOnlyViolation")
SOURCES = {"LOG": "VAULT_LOG_SOURCE", "READER": "VAULT_GRAPH_READER_SOURCE", "WRITER": "VAULT_GRAPH_SOURCE"}
TRANSPORT = {"read_timeout": 25, "write_timeout": 5, "max_content_length": 10 * 1024 * 1024}


_at_writer: ContextVar[bool] = ContextVar("at_writer", default=False)


class Conflict(DomainError):
    """Somebody else changed what a write rests upon; nothing was written, the work may start again."""

    code = ErrorCode.CONFLICT
    kind = Kind.UNAVAILABLE


def answer(steps: Steps, endpoint: str = "WRITER") -> list[Any]:
    """All results of one request, which is one transaction.

    `endpoint` is WRITER, READER or LOG. Raises Conflict, or Unavailable where the database does not answer.
    """
    endpoint = served_by(endpoint)
    opened = client(endpoint)
    try:
        return list(unbulked(opened.submit(steps.bytecode).all().result()))
    except GremlinServerError as error:
        raise refusal(error) from None
    except ConnectionBroken as error:
        forget(endpoint)
        raise Unavailable(service="graph") from error
    except Exception as error:
        if client(endpoint) is opened:
            raise
        # Another thread found the connection broken, and closed it under this call.
        raise Unavailable(service="graph") from error


def served_by(endpoint: str) -> str:
    """The endpoint that answers: outside the primary region there is no writer, and within `at_writer` no reader."""
    if endpoint == "LOG":
        return endpoint
    if regions.mode().is_secondary:
        return "READER"
    return "WRITER" if _at_writer.get() else endpoint


@contextlib.contextmanager
def at_writer() -> Iterator[None]:
    """Within this the writer answers everything."""
    before = _at_writer.set(True)
    try:
        yield
    finally:
        _at_writer.reset(before)


def unbulked(results: list[Any]) -> Iterator[Any]:
    """Each result as often as its traverser counts."""
    for result in results:
        yield from [result.object] * result.bulk


def refusal(error: GremlinServerError) -> Exception:
    """What a refusal of the server means here; an error of our own query stays what it is."""
    if CONFLICT.search(str(error)):
        return Conflict()
    return Unavailable(service="graph") if BUSY.search(str(error)) else error


@functools.cache
def client(endpoint: str) -> Client:
    """The connection to an endpoint, kept for the life of the process."""
    url = setting("VAULT_LOG_GRAPH" if endpoint == "LOG" else f"VAULT_GRAPH_{endpoint}")
    source = setting(SOURCES[endpoint], "g")
    opened = functools.partial(SignedTransport if signs() else Transport, **TRANSPORT)
    size = int(setting("VAULT_GRAPH_CONNECTIONS", "1"))
    return Client(url, source, transport_factory=opened, pool_size=size, message_serializer=serializer())


def forget(endpoint: str) -> None:
    """Drop a broken connection, so that the next call makes a new one."""
    broken = client(endpoint)
    client.cache_clear()
    with contextlib.suppress(Exception):
        broken.close()
