"""Debian's FreeRADIUS with the files of docs/freeradius, in front of VAULT's API."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.processes import free_port
from local.system import STAGE
from tests.api_server import serve_api
from tests.architecture.source import ROOT
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.radius_client import House, create_house
from vault.onboarding import radius

PROGRAMS = ("freeradius", "radclient")
MODULE = Path("/usr/lib/freeradius/rlm_rest.so")
SECRET = "testing-testing-testing"
CONFIGURATION = """
prefix = /usr
libdir = /usr/lib/freeradius
confdir = {directory}
thread pool {{
    start_servers = 2
    max_servers = 8
    min_spare_servers = 1
    max_spare_servers = 4
}}
security {{
    max_attributes = 200
    reject_delay = 0
}}
client test {{
    ipaddr = 127.0.0.1
    secret = {secret}
    require_message_authenticator = yes
}}
modules {{
    $INCLUDE {docs}/rest
}}
policy {{
    $INCLUDE {docs}/policy
}}
$INCLUDE {directory}/site
"""
ELEVEN = """
$INCLUDE /usr/share/freeradius/dictionary
$INCLUDE {here}/dictionary.eleven
$INCLUDE {docs}/dictionary
$INCLUDE {docs}/dictionary.meraki
"""
"""The dictionaries of vendors that Debian's FreeRADIUS does not know yet, and VAULT's own attributes."""


@dataclass(frozen=True)
class Radius:
    """A running FreeRADIUS."""

    port: int
    directory: Path

    def request(self, **values: object) -> str:
        """radclient's output for a request with these attributes."""
        lines = "\n".join(f"{name} = {radclient_value(value)}" for name, value in values.items())
        options = ["-x", "-t", "10", "-r", "1", "-d", str(self.directory)]
        command = ["radclient", *options, f"127.0.0.1:{self.port}", "auth", SECRET]
        request = f"{lines}\nMessage-Authenticator = 0x00\n"
        done = subprocess.run(command, input=request, capture_output=True, text=True, check=False, timeout=30)
        return done.stdout + done.stderr


def radclient_value(value: object) -> str:
    """A value in radclient's syntax."""
    text = str(value)
    return text if text.startswith("0x") or isinstance(value, int) else f'"{text}"'


@pytest.fixture(scope="session", autouse=True)
def _require_programs() -> None:
    """Skip without the programs."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None] + [MODULE.name] * (not MODULE.exists())
    if lacking:
        pytest.skip(f"{', '.join(lacking)}: install freeradius, freeradius-rest and freeradius-utils")


@pytest.fixture(scope="session")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Served"))


@pytest.fixture(scope="session")
def home(own_operator: Tenant) -> House:
    return create_house(own_operator)


@pytest.fixture(scope="session")
def api() -> Iterator[int]:
    """VAULT's API at a port of its own."""
    with serve_api() as port:
        yield port


@pytest.fixture(scope="session")
def settings(own_operator: Tenant, api: int) -> dict[str, str]:
    """The environment of a FreeRADIUS of the operator."""
    made = radius.add(radius.NewRadiusServer(own_operator.operator.id, unique_name("Real"), ["127.0.0.1"]))
    return {
        "VAULT_URL": f"http://127.0.0.1:{api}/{STAGE}",
        "VAULT_SERVER_ID": made.id,
        "VAULT_SECRET": made.secret,
    }


@pytest.fixture(scope="session")
def freeradius(settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radius]:
    """FreeRADIUS that asks VAULT for the operator."""
    yield from run_freeradius(tmp_path_factory.mktemp("freeradius"), settings)


def run_freeradius(directory: Path, settings: dict[str, str], server: str = "") -> Iterator[Radius]:
    """A FreeRADIUS with this environment, stopped at the end of the context; `server` is its site, if another."""
    docs, port, log = ROOT / "docs/freeradius", free_port(), directory / "log"
    (directory / "radiusd.conf").write_text(CONFIGURATION.format(directory=directory, docs=docs, secret=SECRET))
    (directory / "dictionary").write_text(ELEVEN.format(docs=docs, here=Path(__file__).parent))
    (directory / "site").write_text(at_port(server or site_with_policy(docs), port))
    command = ["freeradius", "-f", "-xx", "-l", str(log), "-d", str(directory)]
    with subprocess.Popen(command, env={**os.environ, **settings}) as process:
        try:
            await_ready(log, process)
            yield Radius(port, directory)
        finally:
            process.send_signal(signal.SIGTERM)


def site_with_policy(docs: Path) -> str:
    """The documentation's site, with the policy of another vendor."""
    response = (docs / "site").read_text().replace("\t\trest\n", "\t\tvault_asked\n\t\trest\n")
    return response.replace("&Auth-Type := Accept\n\t\t\t}\n", "&Auth-Type := Accept\n\t\t\t}\n\t\t\tvault_told\n")


def at_port(server: str, port: int) -> str:
    """A site at a port of this machine."""
    return server.replace("ipaddr = *", "ipaddr = 127.0.0.1").replace("port = 1812", f"port = {port}")


def await_ready(log: Path, process: "subprocess.Popen[bytes]") -> None:
    """Wait until FreeRADIUS answers. Raises AssertionError with its log if it does not."""
    for _ in range(200):
        if log.exists() and "Ready to process requests" in log.read_text(errors="replace"):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace")[-3000:] if log.exists() else "FreeRADIUS did not start")
