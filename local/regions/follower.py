"""A graph server that replicates another: the replica of a second region, or the reader beside a writer."""

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
    """A running replica of the graph with these settings, `lag` seconds behind, and the replica's own settings."""
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
    """Stop the service at the end of the context, keeping none of its state."""
    try:
        yield service
    finally:
        processes.ask_to_stop(service, gently=False)
        processes.await_stop(service)
