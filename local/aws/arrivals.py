"""A stream of the names of queues that have messages to receive, so that their consumers need not poll."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from moto.sqs.models import sqs_backends

from local.aws.service import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moto.sqs.models import Queue

TARGET = "AmazonSQS."
"""The prefix of SQS operations in the header X-Amz-Target."""


class Arrivals:
    """Notices each request to SQS, and when a hidden message becomes visible."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._requests = 0

    def notify(self) -> None:
        """Let all streams look at their queues again: a request may have added, received or hidden a message."""
        with self._condition:
            self._requests += 1
            self._condition.notify_all()

    def stream(self, region: str) -> Iterator[bytes]:
        """Yield lines with the names of queues that have visible messages; an empty line comes first."""
        yield b"\n"
        while True:
            requests, now = self._requests, time.time()
            queues = list(sqs_backends[ACCOUNT][region].queues.items())
            moments = [(moment, name) for name, queue in queues for moment in _moments(queue)]
            if due := {name for moment, name in moments if moment < now}:
                yield "".join(f"{name}\n" for name in due).encode()
            self._wait(requests, min((moment for moment, _ in moments if moment >= now), default=None))

    def _wait(self, requests: int, until: float | None) -> None:
        seconds = None if until is None else max(0.0, until - time.time()) + 0.001
        with self._condition:
            self._condition.wait_for(lambda: self._requests != requests, seconds)


def _moments(queue: Queue) -> list[float]:
    """When each message becomes visible, in seconds since 1970."""
    messages = list(queue._messages)  # noqa: SLF001 (the public list omits hidden messages)
    return [max(message.visible_at, message.delayed_until) / 1000 for message in messages]
