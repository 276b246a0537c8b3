"""What tests leave is removed, and nothing else."""

from tests.cleanup import empty_queues, graphs_restored
from tests.factories import World
from tests.faults.harness import graph_counts, graph_diff
from tests.pending_residents import add_pending_resident, messages_waiting
from vault.kernel.queues import Queue


def test_what_is_added_to_either_graph_is_dropped_at_the_end(world: World) -> None:
    before = graph_counts()

    with graphs_restored():
        add_pending_resident(world.mine)
        grown = graph_diff(before)

    assert grown["vertex subscriber"] == 1
    assert graph_diff(before) == {}


def test_queues_are_emptied_as_often_as_they_are_asked_to_be(world: World) -> None:
    waiting = []

    for _ in range(2):
        add_pending_resident(world.mine)
        waiting.append(len(messages_waiting(Queue.NOTIFICATIONS)))
        empty_queues()
        waiting.append(len(messages_waiting(Queue.NOTIFICATIONS)))

    assert waiting[1::2] == [0, 0]
    assert all(waiting[::2])
