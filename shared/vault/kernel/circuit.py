"""A circuit that opens after failures in a row, so that nobody waits for what does not answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from vault.kernel.errors import Unavailable

Answer = TypeVar("Answer")
OPENS_AFTER = 4
OPEN_SECONDS = 5.0


@dataclass
class Circuit:
    """The failures in a row of a service, as this process met them; open, it refuses for some seconds."""

    service: str
    failures: int = 0
    open_until: float = 0.0

    def admit(self) -> None:
        """Let a try pass. Raises Unavailable while the circuit is open."""
        if self.failures >= OPENS_AFTER and time.monotonic() < self.open_until:
            raise Unavailable(service=self.service)

    def tried(self, work: Callable[[], Answer]) -> Answer:
        """What the work answers. Raises Unavailable, while the circuit is open at once."""
        self.admit()
        try:
            answer = work()
        except Unavailable:
            self.failed()
            raise
        self.answered()
        return answer

    def failed(self) -> None:
        """Count a failure."""
        self.failures += 1
        self.open_until = time.monotonic() + OPEN_SECONDS

    def answered(self) -> None:
        """Forget the failures."""
        self.failures = 0
