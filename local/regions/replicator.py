"""Replication as in a Neptune global database: one server's graphs follow another's by some seconds."""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, TypeAlias

from gremlin_python.driver.aiohttp.transport import AiohttpTransport
from gremlin_python.driver.client import Client
from gremlin_python.driver.protocol import GremlinServerError

from vault.graph.address import connection_parameters
from vault.graph.numbers import create_serializer
from vault.graph.steps import Direction, Steps, T, __, single, without_properties

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Elements: TypeAlias = dict[str, Mapping[Any, Any]]
    Graph: TypeAlias = tuple[Elements, Elements]

LEADER, FOLLOWER = 0, 1
SOURCES = ("g", "log_g")
AT_ONCE = 100
MIN_PAUSE = 0.1
MAX_BYTES = 1024**3
"""Of one message: a whole graph is sent in one."""
log = logging.getLogger(__name__)
ENDS = (Direction.OUT, Direction.IN)
STRUCTURE = frozenset({T.id, T.label, *ENDS})


class Replicator:
    """Polls the first server and, after the lag, brings the second to the state that was read."""

    def __init__(self, leader: str, follower: str, lag: float) -> None:
        """Replicate between two WebSocket URLs; `lag` in seconds may be changed while it runs."""
        self.lag = lag
        self._clients = {source: (_client(leader, source), _client(follower, source)) for source in SOURCES}
        self._seen: dict[str, Graph] = dict.fromkeys(SOURCES, ({}, {}))
        self._waiting: deque[tuple[float, dict[str, Graph]]] = deque()
        self._applied = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Bring the follower, whatever it contains, to the current state, then follow in the background."""
        for source in SOURCES:
            self._seen[source] = self._read(source, FOLLOWER)
            self._apply(source, self._read(source))
        self._thread.start()

    def stop(self) -> None:
        """Stop; changes that were not applied yet do not reach the follower."""
        self._stop.set()
        self._thread.join()
        for pair in self._clients.values():
            for client in pair:
                client.close()

    def wait_until_caught_up(self) -> None:
        """Return when the follower has all that the leader has now."""
        moment = time.monotonic()
        while self._applied < moment:
            time.sleep(MIN_PAUSE / 2)

    def _run(self) -> None:
        took = 0.0
        while not self._stop.wait(max(MIN_PAUSE, took)):
            began = time.monotonic()
            try:
                self._follow()
            except GremlinServerError:
                # A read met a write, or a half-changed replica: the next read brings the missing changes.
                log.warning("the replica starts again from what it has")
                self._waiting.clear()
                self._seen = {source: self._read(source, FOLLOWER) for source in SOURCES}
            took = time.monotonic() - began

    def _follow(self) -> None:
        moment = time.monotonic()
        self._waiting.append((moment, {source: self._read(source) for source in SOURCES}))
        while self._waiting and self._waiting[0][0] + self.lag <= time.monotonic():
            moment, read = self._waiting.popleft()
            for source, graph in read.items():
                self._apply(source, graph)
            self._applied = moment

    def _read(self, source: str, whose: int = LEADER) -> Graph:
        steps = __.inject(0).project("vertices", "edges")
        steps = steps.by(__.V().element_map().fold()).by(__.E().element_map().fold())
        return _parse(self._clients[source][whose].submit(steps.bytecode).all().result()[0].object)

    def _apply(self, source: str, target: Graph) -> None:
        changes = list(_differences(self._seen[source], target))
        for first in range(0, len(changes), AT_ONCE):
            steps = __.inject(0)
            for change in changes[first : first + AT_ONCE]:
                steps = steps.side_effect(change)
            self._clients[source][FOLLOWER].submit(steps.bytecode).all().result()
        self._seen[source] = target


def _parse(row: Mapping[str, Sequence[Mapping[Any, Any]]]) -> Graph:
    """The graph of a reading, without the edges whose ends were committed only after the vertices had been read.

    Nothing can be added for such an edge; the next reading has it with its ends.
    """
    vertices = {str(each[T.id]): each for each in row["vertices"]}
    edges = {str(each[T.id]): each for each in row["edges"] if all(str(each[end][T.id]) in vertices for end in ENDS)}
    return vertices, edges


def _differences(now: Graph, target: Graph) -> Iterator[Steps]:
    """The steps that change `now` into `target`; the id of an edge says its label and its ends, which never change."""
    gone_edges = [each for each in now[1] if each not in target[1]]
    if gone_edges:
        yield __.E(*gone_edges).drop()
    if deleted := [each for each in now[0] if each not in target[0]]:
        yield __.V(*deleted).drop()
    for each, row in target[0].items():
        if each not in now[0]:
            yield _with_properties(__.add_v(row[T.label]).property(T.id, each), row)
        elif now[0][each] != row:
            yield _with_properties(without_properties(__.V(each), *now[0][each].keys() - row.keys()), row)
    for each, row in target[1].items():
        if each not in now[1]:
            edge = __.V(row[Direction.OUT][T.id]).add_e(row[T.label]).to(__.V(row[Direction.IN][T.id]))
            yield _with_properties(edge.property(T.id, each), row, of_edge=True)
        elif now[1][each] != row:
            # TinkerGraph would lose an edge that is dropped and added again in one transaction.
            edge = without_properties(__.E(each), *now[1][each].keys() - row.keys())
            yield _with_properties(edge, row, of_edge=True)


def _with_properties(steps: Steps, row: Mapping[Any, Any], *, of_edge: bool = False) -> Steps:
    for name, value in row.items():
        if name not in STRUCTURE:
            steps = steps.property(name, value) if of_edge else steps.property(single, name, value)
    return steps


def _client(address: str, source: str) -> Client:
    unbound = functools.partial(AiohttpTransport, max_content_length=MAX_BYTES)
    return Client(
        **connection_parameters(address),
        traversal_source=source,
        transport_factory=unbound,
        pool_size=1,
        message_serializer=create_serializer(),
    )
