"""The worked examples of the README, run as they are written there."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from local import processes

CHECKOUT = Path(__file__).parents[1]
EXAMPLE = re.compile(r"## From a venue to a key\n(.*?)\n## (?!From)", re.DOTALL)
"""Both worked examples: the second continues the first."""
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
PATIENCE_SECONDS = 90


@dataclass(frozen=True)
class Started:
    """A running system: its address, and its working directory."""

    url: str
    folder: Path


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Started"]:
    """A system with demo data, started as `make run` starts it."""
    directory, port = tmp_path_factory.mktemp("readme"), processes.free_port()
    environment = {**os.environ, "PORT": str(port), "PYTHONPATH": f"{CHECKOUT}/shared:{CHECKOUT}"}
    command = [sys.executable, "-m", "local.run"]
    with (directory / "terminal").open("w") as terminal:
        process = subprocess.Popen(command, cwd=directory, env=environment, stdout=terminal, stderr=terminal)
    try:
        until((directory / ".vault" / "demo.json").exists, directory / "terminal")
        yield Started(f"http://127.0.0.1:{port}", directory)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def until(there: Callable[[], bool], terminal: Path) -> None:
    """Wait until the condition is true."""
    for _ in range(PATIENCE_SECONDS * 5):
        if there():
            return
        time.sleep(0.2)
    raise AssertionError(terminal.read_text())


@pytest.fixture(scope="module")
def said(system: Started) -> Sequence[str]:
    """The output of the worked examples, line by line."""
    example = EXAMPLE.search((CHECKOUT / "README.md").read_text())
    assert example
    script = "\n".join(BLOCK.findall(example[1])).replace("http://127.0.0.1:8000", system.url)

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=system.folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout.strip().replace("}{", "}\n{").splitlines()


def test_the_worked_example_leads_from_a_venue_to_a_key(said: Sequence[str]) -> None:
    *_, keys, mine, not_mine, _ = said

    assert '"SSID":"Harbor WiFi"' in keys
    assert "correct-horse-9" in keys
    assert "Subscriber" in mine
    assert '"errorCode": "AccessDenied"' in not_mine


def test_the_worked_example_leads_from_a_card_to_a_device_that_joins(said: Sequence[str], system: Started) -> None:
    admitted = json.loads(said[-1])

    assert admitted["reply:Tunnel-Password"]["value"].startswith("GUEST-")
    assert 0 < int(admitted["reply:Session-Timeout"]["value"]) <= 86_400
    assert (system.folder / "cards.pdf").read_bytes().startswith(b"%PDF-")


def test_the_health_page_answers(system: Started) -> None:
    with urllib.request.urlopen(f"{system.url}/health", timeout=5) as answer:
        assert answer.status == 200
