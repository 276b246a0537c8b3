"""`python -m tests.fuzz.frames [seconds]`: hostile frames, for which only documented errors may be raised.

Uses atheris if it is installed (coverage-guided), else hypothesis.
"""

import importlib.util
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.wifi.test_hostile_frames import attempt, data_of_elements, frames
from tests.unit.wifi.vectors import EVERY
from vault.wifi.eapol import KeyFrame

SECONDS = 60
AT_ONCE = 1_000


def check_frame(data: bytes) -> None:
    """The first byte chooses the AKM, the rest is the frame."""
    attempt(frame=data[1:], akm=data[0] or None if data else None)


def fuzz_with_atheris(seconds: int) -> None:
    """Start with the published frames; atheris ends the process itself."""
    import atheris

    atheris.instrument_all()
    with tempfile.TemporaryDirectory() as corpus:
        for number, vector in enumerate(EVERY):
            Path(corpus, str(number)).write_bytes(b"\0" + vector.frame)
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=2400", corpus], check_frame)
        atheris.Fuzz()


def fuzz_with_hypothesis(seconds: int) -> None:
    """Published frames with a replaced end, and elements of all kinds."""
    built = st.builds(KeyFrame, st.integers(0, 2**16 - 1), st.just(b"\1" * 32), data_of_elements).map(KeyFrame.pack)
    cut = st.builds(lambda frame, at, end: frame[:at] + end, frames, st.integers(0, 254), st.binary(max_size=200))
    led = st.builds(bytes.__add__, st.binary(min_size=1, max_size=1), built | cut)
    asked = settings(max_examples=AT_ONCE, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        asked(given(led)(check_frame))()


if __name__ == "__main__":
    duration = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    (fuzz_with_atheris if importlib.util.find_spec("atheris") else fuzz_with_hypothesis)(duration)
