"""The ports that services get."""

from __future__ import annotations

import subprocess
import sys

from local import processes
from tests.architecture.source import ROOT

ASKED, PORTS = 10, 20
ASK_AGAIN_AND_AGAIN = """
import sys
from local import processes
processes.PORTS = range(int(sys.argv[1]), int(sys.argv[1]) + int(sys.argv[2]))
print(*(processes.free_port() for _ in range(int(sys.argv[3]))))
"""


def test_a_port_that_was_given_is_given_to_nobody_else_before_its_service_listens() -> None:
    first = processes.free_port()
    command = [sys.executable, "-c", ASK_AGAIN_AND_AGAIN, str(first), str(PORTS), str(ASKED)]

    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    ports = set(map(int, answer.split()))
    assert len(ports) == ASKED
    assert first not in ports
