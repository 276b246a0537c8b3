"""Each file of tests begins with no message waiting: the first mail would be behind all that was ordered before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from local.system import System


@pytest.fixture(scope="module", autouse=True)
def _no_notifications_waiting(system: System) -> None:  # noqa: ARG001  the services
    from tests.cleanup import empty_queues
    from vault.kernel.queues import Queue

    empty_queues(Queue.NOTIFICATIONS)
