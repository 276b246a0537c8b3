"""The worked examples of the README, and those of the reference page, run as they are written there."""

import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local import processes

CHECKOUT = Path(__file__).parents[1]
EXAMPLE = re.compile(r"## From a venue to a key\n(.*?)\n## (?!From)", re.DOTALL)
"""The worked examples: each continues the one before."""
SECTION = re.compile(r"\n## (?=From)")
END = "### end of a section"
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
PATIENCE_SECONDS = 90
INTERNAL, RADIUS = "/gremlinconsole/executeCommand", "/radius/authorize"
CODE = re.compile(r"^\s*([B-Z2-9]{8})\s*$", re.MULTILINE)


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
def said(system: Started) -> Sequence[Sequence[str]]:
    """The output of each worked example, line by line."""
    example = EXAMPLE.search((CHECKOUT / "README.md").read_text())
    assert example
    sections = ["\n".join(BLOCK.findall(section)) for section in SECTION.split(example[1])]
    script = f"\necho '{END}'\n".join(sections).replace("http://127.0.0.1:8000", system.url)

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=system.folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    assert done.returncode == 0, done.stderr + done.stdout
    return [section.strip().replace("}{", "}\n{").splitlines() for section in done.stdout.split(END)]


def test_the_worked_example_leads_from_a_venue_to_a_key(said: Sequence[Sequence[str]]) -> None:
    *_, keys, mine, not_mine = said[0]

    assert '"SSID":"Harbor WiFi"' in keys
    assert "correct-horse-9" in keys
    assert "Subscriber" in mine
    assert '"errorCode": "AccessDenied"' in not_mine


def test_the_worked_example_leads_from_a_card_to_a_device_that_joins(
    said: Sequence[Sequence[str]], system: Started
) -> None:
    admitted = json.loads(said[1][-1])

    assert admitted["reply:Tunnel-Password"]["value"].startswith("GUEST-")
    assert 0 < int(admitted["reply:Session-Timeout"]["value"]) <= 86_400
    assert (system.folder / "cards.pdf").read_bytes().startswith(b"%PDF-")


def test_the_worked_example_leads_from_a_gateway_to_a_vlan(said: Sequence[Sequence[str]], system: Started) -> None:
    on, off = (json.loads(line) for line in said[2] if line.startswith('{"vlan"'))
    gateways = json.loads(urllib.request.urlopen(f"{system.url}/_local/gateways", timeout=30).read())

    assert (on["state"], on["up"], on["down"]) == ("enabled", 20_000_000, 100_000_000)
    assert (on["confirmed"]["is_on"], off["confirmed"]["is_on"]) == (True, False)
    assert off["state"] == "disabled"
    assert [each["EquipmentID"] for each in gateways] == ["GATEWAY-01", "HARBOR-GATEWAY"]
    assert {each["vlan"]: each["state"] for each in gateways[1]["vlans"]}[1050] == "enabled"


LAST = (
    "/networkoperatorconsole/admin/deleteKeypoolPermanently",
    "/networkoperatorconsole/admin/deleteVenueEquipmentPermanently",
    "/networkoperatorconsole/scratchcards/invalidateScratchCardBatch",
    "/subscriberconsole/resetKey",
    "/subscriberconsole/logout",
    "/subscriberconsole/confirmResetConsolePassword",
)
"""Calls that take away what other examples name."""
PREPARED_BY = {
    "/venuemgmtconsole/staff/disableStaffAccess": "/venuemgmtconsole/staff/enableStaffAccess",
    "/subscriberconsole/confirmResetConsolePassword": "/networkoperatorconsole/subscribers/resendCodeforTandC",
}
"""Calls that need another one first, because an earlier example has used up what they name."""


def test_every_example_of_the_page_succeeds(system: Started) -> None:
    document = json.loads(urllib.request.urlopen(f"{system.url}/openapi.json", timeout=30).read())
    examples = {path: example_of(item["post"]) for path, item in document["paths"].items() if path != INTERNAL}
    demo = json.loads((system.folder / ".vault" / "demo.json").read_text())["operators"][0]
    said = {}

    for path in sorted(examples, key=lambda path: (LAST.index(path) if path in LAST else -1, path)):
        prepare_example(system, demo, examples, path)
        said[path] = post(system.url, demo, path, examples[path])

    assert {path: answer for path, answer in said.items() if answer[0] != 200} == {}


def example_of(operation: dict[str, Any]) -> dict[str, Any]:
    example: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["example"]
    return example


def prepare_example(system: Started, demo: dict[str, Any], examples: dict[str, Any], path: str) -> None:
    """Make the call that the example needs, and write what its mail says into the example."""
    if path not in PREPARED_BY:
        return
    body = {**examples[PREPARED_BY[path]]}
    if "EmailAddress" in examples[path]:
        body["EmailAddress"] = examples[path]["EmailAddress"]
    assert post(system.url, demo, PREPARED_BY[path], body)[0] == 200
    if "OTP" in examples[path]:
        examples[path]["OTP"] = mailed_code(system, demo["users"]["Subscriber"]["EmailAddress"])


def mailed_code(system: Started, address: str) -> str:
    """Wait for the mail with the reset code."""
    found: list[str] = []

    def came() -> bool:
        mails = json.loads(urllib.request.urlopen(f"{system.url}/_local/mail", timeout=30).read())
        texts = [mail["text"] for mail in mails if address in mail["recipients"]]
        found.extend(code for text in texts[:1] for code in CODE.findall(text))
        return bool(found)

    until(came, system.folder / "terminal")
    return found[0]


def post(url: str, demo: dict[str, Any], path: str, body: dict[str, Any]) -> tuple[int, str]:
    """The status and body of a call from the demo operator's console, or its RADIUS server."""
    server = f"{demo['radius']['ServerID']}:{demo['radius']['Secret']}"
    proof = {"Authorization": f"Basic {base64.b64encode(server.encode()).decode()}"} if path == RADIUS else {}
    headers = {"Content-Type": "application/json", "Origin": demo["origin"], **proof}
    request = urllib.request.Request(f"{url}/preview{path}", json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_the_health_page_answers(system: Started) -> None:
    with urllib.request.urlopen(f"{system.url}/health", timeout=5) as answer:
        assert answer.status == 200
