"""A graph server whose graphs follow another's: the replica of another region, or the reader beside a writer."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from local import processes
from local.gremlin import service as gremlin
from local.regions.replicator import Replicator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from local.processes import Service


@contextmanager
def follower(logs: Path, leader: Mapping[str, str], lag: float) -> Iterator[tuple[Replicator, dict[str, str]]]:
    """What follows the graph of these settings, `lag` seconds behind, and the settings by which it is read."""
    with stop_on_exit(gremlin.start(logs, None)) as graph:
        gremlin.wait_until_ready(graph)
        settings = gremlin.settings(graph)
        replicator = Replicator(leader["VAULT_GRAPH_WRITER"], settings["VAULT_GRAPH_READER"], lag)
        replicator.start()
        try:
            yield replicator, settings
        finally:
            replicator.stop()


@contextmanager
def stop_on_exit(service: Service) -> Iterator[Service]:
    """A service that ends with its context; nothing of it is kept."""
    try:
        yield service
    finally:
        processes.ask_to_stop(service, gently=False)
        processes.await_stop(service)
