"""A signal that comes while Python cannot raise anything."""

import subprocess
import sys

PROGRAM = """
import signal, time, weakref
from local.interrupts import raise_on_signals

class Thing: pass

raise_on_signals()
thing = Thing()
watch = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))
try:
    del thing
    time.sleep(20)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_interrupt_that_a_callback_swallows_comes_again() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=15, check=False)

    assert (ran.stdout, ran.stderr) == ("interrupted\n", "")
