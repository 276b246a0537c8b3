"""When a gateway, or one VLAN at it, is tried again after failures."""

import random

from vault.kernel.time import from_epoch_ms, to_wire
from vault.kernel.values import value

MINUTE_MS = 60_000
JITTER = 0.2
"""How far a pause is from its length at most, so that gateways that failed together are not tried together."""
DOUBLINGS = 16


@value
class Retry:
    """The failures in a row, and the moment in epoch ms of the next try."""

    failures: int
    next_try_at: int

    @property
    def next_try(self) -> str:
        return to_wire(from_epoch_ms(self.next_try_at))


@value
class _Backoff:
    """Pauses in ms that begin with `first` and double up to `longest`; there is always a next try."""

    first: int
    longest: int

    def retry(self, failures: int, moment: int) -> Retry:
        """After one more failure than these, at a moment in epoch ms."""
        pause = min(self.first * 2 ** min(failures, DOUBLINGS), self.longest)
        return Retry(failures + 1, moment + round(pause * random.uniform(1 - JITTER, 1 + JITTER)))  # noqa: S311  a pause


OF_GATEWAY = _Backoff(MINUTE_MS, 15 * MINUTE_MS)
OF_VLAN = _Backoff(MINUTE_MS, 60 * MINUTE_MS)
