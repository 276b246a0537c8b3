"""What tests leave in the services, removed where it would make every later test slower."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.instrumentation.neptune import allow_cleaning_up
from vault.adapters.aws import client
from vault.graph.connection import execute
from vault.graph.steps import __
from vault.kernel.queues import Queue
from vault.kernel.settings import setting

GRAPHS = ("WRITER", "LOG")
AT_ONCE = 500


@contextmanager
def graphs_restored() -> Iterator[None]:
    """Drop, at the end, every vertex that was added within: what counts or searches a whole graph stays fast."""
    before = {graph: find_ids(graph) for graph in GRAPHS}
    yield
    for graph in GRAPHS:
        added = sorted(find_ids(graph) - before[graph])
        for first in range(0, len(added), AT_ONCE):
            with allow_cleaning_up():
                execute(__.V(*added[first : first + AT_ONCE]).drop(), graph)


def find_ids(graph: str) -> set[str]:
    """The ids of all vertices of a graph."""
    return set(execute(__.V().id_(), graph))


def empty_queues(*queues: Queue) -> None:
    """Remove the messages that wait in these queues, or in all."""
    for queue in queues or Queue:
        client("sqs").purge_queue(QueueUrl=setting(f"VAULT_{queue.name}_QUEUE_URL"))
