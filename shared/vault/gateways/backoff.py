"""When a gateway, or one VLAN at it, is tried again after failures."""

import random

from vault.kernel.values import value

MINUTE_MS = 60_000
JITTER = 0.2
"""How far a pause is from its length at most, so that gateways that failed together are not tried together."""


@value
class Backoff:
    """Pauses in ms that begin with `first` and double up to `longest`; there is always a next try."""

    first: int
    longest: int

    def next_try_at(self, failures: int, moment: int) -> int:
        """After so many failures in a row, one or more, of which the last was at a moment in epoch ms."""
        doubled = self.first * 2 ** min(failures - 1, 16)
        return moment + round(min(doubled, self.longest) * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311  a pause


OF_GATEWAY = Backoff(MINUTE_MS, 15 * MINUTE_MS)
OF_VLAN = Backoff(MINUTE_MS, 60 * MINUTE_MS)
