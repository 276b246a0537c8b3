"""What tests leave is removed, and nothing else."""

from tests.faults.harness import census, growth
from tests.leavings import empty_queues, graphs_restored
from tests.newcomers import add_newcomer, messages_waiting
from tests.world import World
from vault.kernel.queues import Queue


def test_what_is_added_to_either_graph_is_dropped_at_the_end(world: World) -> None:
    before = census()

    with graphs_restored():
        add_newcomer(world.mine)
        grown = growth(before)

    assert grown["vertex subscriber"] == 1
    assert growth(before) == {}


def test_queues_are_emptied_as_often_as_they_are_asked_to_be(world: World) -> None:
    waiting = []

    for _ in range(2):
        add_newcomer(world.mine)
        waiting.append(len(messages_waiting(Queue.NOTIFICATIONS)))
        empty_queues()
        waiting.append(len(messages_waiting(Queue.NOTIFICATIONS)))

    assert waiting[1::2] == [0, 0]
    assert all(waiting[::2])
