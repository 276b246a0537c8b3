"""Exec a command that ends with its parent: `python -I -S die_with_parent.py PARENT COMMAND...`."""

# A script, so that nothing runs between fork and exec in a process with threads.

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def _end_with_parent(parent: int) -> None:
    """Ask the kernel for SIGTERM when the parent dies (Linux, prctl(2)); other systems rely on an orderly stop."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            sys.exit(1)


if __name__ == "__main__":
    _end_with_parent(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 (no shell, and the command is our own)
