"""The README's worked example, run as it stands there."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local import processes

CHECKOUT = Path(__file__).parents[1]
EXAMPLE = re.compile(r"## From a venue to a key\n(.*?)\n## ", re.DOTALL)
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
PATIENCE_SECONDS = 90


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A system with demo data, started as `make run` starts it."""
    directory, port = tmp_path_factory.mktemp("readme"), processes.free_port()
    environment = {**os.environ, "PORT": str(port), "PYTHONPATH": f"{CHECKOUT}/shared:{CHECKOUT}"}
    command = [sys.executable, "-m", "local.run"]
    with (directory / "terminal").open("w") as terminal:
        process = subprocess.Popen(command, cwd=directory, env=environment, stdout=terminal, stderr=terminal)
    try:
        until((directory / ".vault" / "demo.json").exists, directory / "terminal")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def until(there: Callable[[], bool], terminal: Path) -> None:
    """Wait until something is there."""
    for _ in range(PATIENCE_SECONDS * 5):
        if there():
            return
        time.sleep(0.2)
    raise AssertionError(terminal.read_text())


def test_the_worked_example_leads_from_a_venue_to_a_key(host: str) -> None:
    example = EXAMPLE.search((CHECKOUT / "README.md").read_text())
    assert example
    script = "\n".join(BLOCK.findall(example[1])).replace("http://127.0.0.1:8000", host)

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0, done.stderr + done.stdout
    *_, keys, mine, not_mine = done.stdout.strip().replace("}{", "}\n{").splitlines()
    assert '"SSID":"Harbor WiFi"' in keys
    assert "correct-horse-9" in keys
    assert "Subscriber" in mine
    assert '"errorCode": "AccessDenied"' in not_mine


def test_the_health_page_answers(host: str) -> None:
    with urllib.request.urlopen(f"{host}/health", timeout=5) as answer:
        assert answer.status == 200
