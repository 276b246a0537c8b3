"""What docs/freeradius tells its readers to do, done as it is written there."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.factories import Tenant
from tests.radius.conftest import SECRET, Radius, run_freeradius
from tests.radius.test_freeradius import sent
from tests.radius_client import Device, House, unknown_passphrase

DOCS, DEBIAN = ROOT / "docs/freeradius", Path("/etc/freeradius/3.0")
GUIDE = (DOCS / "README.md").read_text()
SNIPPET = re.compile(r" *```(?:sh)?\n(.*?)```", re.DOTALL)


def snippets(title: str) -> list[str]:
    """The code of a section of the guide."""
    section = re.search(rf"## {title}\n(.*?)(?=\n## )", GUIDE, re.DOTALL)
    assert section, title
    return SNIPPET.findall(section[1])


def with_section(site: str, section: str) -> str:
    """The documentation's site with its section of the same name replaced."""
    name = section.split(maxsplit=1)[0]
    return re.sub(rf"\n\t{name} {{\n.*?\n\t}}\n", lambda _: f"\n{section}", site, flags=re.DOTALL)


@pytest.mark.parametrize("more", ["", *snippets("Sessions, revocation and device limits")], ids=["", "accounting"])
def test_debians_own_configuration_takes_the_files_where_the_guide_puts_them(tmp_path: Path, more: str) -> None:
    directory, site = tmp_path / "raddb", (DOCS / "site").read_text()
    if not os.access(DEBIAN, os.R_OK):
        pytest.skip(f"{DEBIAN} cannot be read")
    shutil.copytree(DEBIAN, directory, symlinks=True)
    main = directory / "radiusd.conf"
    main.write_text(re.sub(r"\b(user|group) = freerad\n", "\n", main.read_text()))

    shutil.copy(DOCS / "rest", directory / "mods-available/rest")
    (directory / "mods-enabled/rest").symlink_to(directory / "mods-available/rest")
    (directory / "sites-enabled/default").unlink()
    (directory / "sites-enabled/vault").write_text(site.rstrip().removesuffix("}") + more + "}\n")
    shutil.copy(DOCS / "clients.conf", directory / "clients.conf")
    shutil.copy(DOCS / "policy", directory / "policy.d/vault")
    with (directory / "dictionary").open("a") as dictionary:
        eleven = (ROOT / "tests/radius/dictionary.eleven").read_text()
        dictionary.write(
            "".join([eleven, *((DOCS / name).read_text() for name in ("dictionary", "dictionary.meraki"))])
        )
    settings = {"VAULT_URL": "http://127.0.0.1:1/preview", "VAULT_SERVER_ID": "x", "VAULT_SECRET": "y"}
    done = subprocess.run(
        ["freeradius", "-XC", "-d", str(directory)],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert "Configuration appears to be OK" in done.stdout, done.stdout[-2000:] + done.stderr


def test_the_request_of_the_guide_is_accepted_and_the_log_shows_it(
    freeradius: Radius, settings: dict[str, str], own_operator: Tenant, home: House, tmp_path: Path
) -> None:
    _, phone = home.add_resident()
    _, ask, read = snippets("Try it")

    def run(passphrase: str) -> str:
        variables = {
            "VAULT_URL": settings["VAULT_URL"],
            "TOKEN": own_operator.token("DomainAdministrator"),
            "SSID": home.ssid,
            "PASSPHRASE": passphrase,
            "RADIUS_SECRET": SECRET,
        }
        # radclient ends with 1 where it is rejected.
        script = ask.replace("127.0.0.1", f"127.0.0.1:{freeradius.port}").rstrip() + " || true\n" + read
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    accepted, rejected = run(phone.passphrase), run(unknown_passphrase())

    assert "Received Access-Accept" in accepted
    assert f'Tunnel-Password:0 = "{phone.passphrase}"' in accepted
    assert "Session-Timeout = 86400" in accepted
    assert '"Device joined"' in accepted
    assert "Received Access-Reject" in rejected
    assert '"no key matches"' in rejected


def test_a_request_without_key_data_is_refused(freeradius: Radius, home: House) -> None:
    _, phone = home.add_resident()

    assert "Access-Reject" in freeradius.request(**without_key_data(phone))


def without_key_data(phone: Device) -> dict[str, object]:
    """What hostapd asks first with macaddr_acl=2."""
    return {name: value for name, value in sent(phone.by_hostapd()).items() if "802.1X" not in name}


@pytest.fixture(scope="module")
def asked_first(settings: dict[str, str], home: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radius]:
    """A FreeRADIUS that answers such a request itself for the house's network."""
    (snippet,) = snippets("An access point that asks before the handshake")
    site = with_section((DOCS / "site").read_text(), snippet.replace("Harbor Guests", home.ssid))
    yield from run_freeradius(tmp_path_factory.mktemp("asked-first"), settings, site)


def test_an_access_point_that_asks_first_is_let_begin_the_handshake_with_this_network_alone(
    asked_first: Radius, home: House
) -> None:
    _, phone = home.add_resident()

    first = asked_first.request(**without_key_data(phone))
    right = asked_first.request(**sent(phone.by_hostapd()))
    wrong = asked_first.request(**sent(Device(unknown_passphrase(), home.ssid).by_hostapd()))
    elsewhere = asked_first.request(**without_key_data(Device(phone.passphrase, "Other")))
    with_eap = asked_first.request(**without_key_data(phone), **{"EAP-Message": "0x0201000501"})

    assert "Access-Accept" in first
    assert "Tunnel-Password" not in first
    assert f'Tunnel-Password:0 = "{phone.passphrase}"' in right
    assert ["Access-Reject" in each for each in (wrong, elsewhere, with_eap)] == [True] * 3
