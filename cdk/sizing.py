"""Memory and time-out of a function by what its declaration contains, with reasons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cdk.stage import Stage
from vault.kernel.queues import Queue
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.declaration import Graph, Service

API_SECONDS = 29
"""API Gateway's time-out is thirty."""
PROCESSOR = 1792
"""Megabytes at which Lambda gives slightly more than one vCPU; vCPUs grow with the memory."""


@dataclass(frozen=True)
class Sizing:
    """Memory (MB), time-out (s) and the batch size of a function's queue."""

    name: str
    memory: int
    seconds: int
    batch: int = 10


def is_endpoint(handler: Any) -> bool:
    """Whether the API calls it; otherwise it runs in the background."""
    return hasattr(handler, "path")


def is_for_radius(handler: Any) -> bool:
    """Whether RADIUS servers call it."""
    return bool(getattr(handler, "is_for_radius_servers", False))


SIZINGS: tuple[tuple[Sizing, Callable[[Any], bool]], ...] = (
    # All endpoints may come to be loaded in it, and any of them may derive keys.
    (Sizing("executes commands", PROCESSOR, API_SECONDS), lambda handler: isinstance(handler, CommandReceiver)),
    # One block of candidates is computed; a RADIUS server has given up long before ten seconds.
    (Sizing("matches", PROCESSOR, 10), is_for_radius),
    # PBKDF2 of one key is two milliseconds of a whole processor.
    (
        Sizing("makes packets", PROCESSOR, API_SECONDS),
        lambda handler: is_endpoint(handler) and handler.group == "operatorconsole/tools",
    ),
    # It opens what is sealed, and derives a key or a password's index.
    (
        Sizing("derives keys", PROCESSOR, API_SECONDS),
        lambda handler: is_endpoint(handler) and Service.KMS in handler.uses,
    ),
    # It waits for the graph; more processor would wait too, and less would be slow to start.
    (Sizing("answers", 1024, API_SECONDS), is_endpoint),
    # It waits for one device, whose session may take 45 seconds, and for the graph before and after it.
    (
        Sizing("configures gateways", 1024, 120, batch=1),
        lambda handler: Service.GATEWAYS in handler.uses and handler.queue is not None,
    ),
    # Thousands of keys, in as many threads as there are processors: two. A message is minutes, so one at a time.
    (
        Sizing("makes keys", 2 * PROCESSOR, 300, batch=1),
        lambda handler: (
            {Graph.WRITE, Service.KMS} <= set(handler.uses)
            and Service.SMTP not in handler.uses
            and handler.queue is not None
        ),
    ),
    # It waits for the graph, mail servers or SMS: a batch of ten at ten seconds each has time.
    (Sizing("background", 1024, 300), lambda _handler: True),
)
"""The first match is used, so the most specific one comes first."""

QUEUE_CONCURRENCY: Mapping[Queue, int] = {
    # A thousand stays that begin at one midnight at fifty gateways are on within two minutes.
    Queue.CONFIGURE_GATEWAY: 20,
    # Each part of a deletion writes many vertices at once; more would meet each other.
    Queue.DELETE_KEYPOOL: 2,
    Queue.DELETE_UNITS: 2,
    Queue.DISCONNECT_KEYPOOL: 2,
    Queue.ISSUE_KEYS: 5,
    # One merge a message into the log, which the endpoints write to.
    Queue.LOG_ENTRIES: 5,
    Queue.MAKE_SCRATCH_CARDS: 5,
    # SNS takes 20 SMS a second of an account, mail services about as many; each sender sends one after the other.
    Queue.NOTIFICATIONS: 5,
    Queue.WEBHOOKS: 10,
}
"""Maximum concurrency of each queue's event source mapping: messages beyond it wait."""


def reserved_of(handler: Any, stage: Stage) -> int | None:
    """The function's own concurrency.

    RADIUS servers have one that no other caller can use up. A job that uses a system with a limit of calls has one that
    holds however it is invoked, and one that waits for devices in venues has one that it can wait with.

    The latter is never below what the mapping asks for: messages that Lambda throttles count as received, and end as
    dead letters. Cognito's limits, some dozens of calls a second for all pools of an account, are no reason for one:
    endpoints of all kinds share them, so a call that is throttled is tried again by the SDK, and then answers
    "Server busy".
    """
    if is_endpoint(handler):
        return stage.radius_concurrency if is_for_radius(handler) else None
    if handler.queue is None:
        return None
    systems = (use.value for use in handler.uses if isinstance(use, Service))
    has_own = any(system.limits.calls_per_second or system.any_port for system in systems)
    return QUEUE_CONCURRENCY[handler.queue] if has_own else None


def sizing_of(handler: Any) -> Sizing:
    return next(sizing for sizing, applies in SIZINGS if applies(handler))
