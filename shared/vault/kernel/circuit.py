"""A circuit breaker: after failures in a row nobody waits for a service that does not answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from vault.kernel.errors import Unavailable

Result = TypeVar("Result")
OPENS_AFTER = 4
OPEN_SECONDS = 5.0


@dataclass
class CircuitBreaker:
    """Counts a service's failures in a row within this process; once open, it refuses calls for OPEN_SECONDS.

    After that every call passes again, and the first failure opens it anew.
    """

    service: str
    failures: int = 0
    open_until: float = 0.0

    def check(self) -> None:
        """Raise Unavailable while the breaker is open."""
        if self.failures >= OPENS_AFTER and time.monotonic() < self.open_until:
            raise Unavailable(service=self.service)

    def call(self, work: Callable[[], Result]) -> Result:
        """Run `work` and record its outcome. Raises Unavailable, without running it while the breaker is open."""
        self.check()
        try:
            result = work()
        except Unavailable:
            self.record_failure()
            raise
        self.record_success()
        return result

    def record_failure(self) -> None:
        """Count a failure; the last of OPENS_AFTER in a row opens the breaker."""
        self.failures += 1
        self.open_until = time.monotonic() + OPEN_SECONDS

    def record_timeout(self) -> None:
        """Open the breaker at once, because each further try would cost its caller another time-out."""
        self.failures = max(self.failures, OPENS_AFTER - 1)
        self.record_failure()

    def record_success(self) -> None:
        """Close the breaker."""
        self.failures = 0
