"""The clock of the rules: what `vault.kernel.time.now` answers in the processes of the local system.

It goes at the speed of real time, some milliseconds before or behind it. The difference is in a file that the processes
map into their memory, so that a clock that is set is set for all of them at once. It ends with the system.
"""

from __future__ import annotations

import mmap
import os
import struct
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

SETTING = "VAULT_LOCAL_CLOCK"
"""The file, for the processes that are started afterwards; a deployment has none."""
DIFFERENCE = struct.Struct("<q")
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Clock:
    memory: mmap.mmap

    def now(self) -> datetime:
        from vault.kernel.time import real_now

        difference: int = DIFFERENCE.unpack_from(self.memory)[0]
        return real_now() + difference * MILLISECOND

    def set(self, moment: datetime | None) -> None:
        """Let it go on from a moment; None: with the machine's clock."""
        from vault.kernel.time import real_now

        difference = (moment - real_now()) // MILLISECOND if moment else 0
        DIFFERENCE.pack_into(self.memory, 0, difference)


def create(directory: Path) -> None:
    """Make a clock that goes with the machine's, for this process and those that it starts."""
    file = directory.absolute() / "clock"
    file.unlink(missing_ok=True)  # another system that ends keeps its own
    file.write_bytes(DIFFERENCE.pack(0))
    os.environ[SETTING] = str(file)


def follow() -> Clock | None:
    """Let `vault.kernel.time.now` of this process go by the system's clock, if it has one; again after a reload."""
    file = os.environ.get(SETTING)
    if not file:
        return None
    from vault.kernel import time

    clock = _open(Path(file))
    time.set_clock(clock.now)
    return clock


@cache
def _open(file: Path) -> Clock:
    with file.open("r+b") as opened:
        return Clock(mmap.mmap(opened.fileno(), DIFFERENCE.size))
