"""Ctrl-C while a system starts: SIGINT and SIGTERM raise KeyboardInterrupt once."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

SIGNALS = (signal.SIGINT, signal.SIGTERM)
AGAIN_SECONDS = 0.05


def raise_on_signals() -> None:
    for number in SIGNALS:
        signal.signal(number, _interrupt_once)
    sys.unraisablehook = _interrupt_again


def _interrupt_once(*_: object) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _interrupt_again(ignored: UnraisableHookArgs) -> None:
    """Raise it again soon where Python ignored it, as in a callback of a weak reference, of which imports have many."""
    if not isinstance(ignored.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(ignored)
        return
    signal.signal(signal.SIGALRM, _interrupt_once)
    signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
