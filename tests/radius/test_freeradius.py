"""Real requests through Debian's FreeRADIUS."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from functions.networkoperatorconsole.subscribers import add_key
from local.processes import free_port
from tests.factories import Tenant, accept_and_sign_in, unique_name
from tests.faults.test_outages import down
from tests.gateway import call
from tests.radius.conftest import Radius, run_freeradius
from tests.radius_client import Body, Device, House, create_house, unknown_passphrase
from vault.wifi.elements import Akm
from vault.wifi.pmk import derive_pmk


def sent(body: Body) -> dict[str, Any]:
    """The attributes of a request, as an access point sends them."""
    return {name: attribute["value"][0] for name, attribute in body.items()}


def test_a_ruckus_controller_gets_the_pmk_and_the_vlan(freeradius: Radius, home: House) -> None:
    _, phone = home.add_resident()

    response = freeradius.request(**sent(phone.by_ruckus()))

    assert "Access-Accept" in response
    assert f"Ruckus-Dpsk = 0x00{derive_pmk(phone.passphrase, phone.ssid).hex()}" in response
    assert 'Tunnel-Private-Group-Id:0 = "1050"' in response
    assert "Tunnel-Type:0 = VLAN" in response
    assert "Tunnel-Medium-Type:0 = IEEE-802" in response
    assert "Session-Timeout = 86400" in response


@pytest.mark.parametrize("akm", list(Akm))
def test_hostapd_gets_the_passphrase_for_every_kind_of_device(freeradius: Radius, home: House, akm: Akm) -> None:
    _, phone = home.add_resident()

    response = freeradius.request(**sent(Device(phone.passphrase, phone.ssid, akm=akm).by_hostapd()))

    assert "Access-Accept" in response
    assert f'Tunnel-Password:0 = "{phone.passphrase}"' in response


def test_a_meraki_access_point_gets_the_passphrase(freeradius: Radius, home: House) -> None:
    _, phone = home.add_resident()

    response = freeradius.request(**sent(phone.by_meraki()))

    assert f'Tunnel-Password:0 = "{phone.passphrase}"' in response


@pytest.mark.parametrize("text", ["%{User-Name}%{Packet-Src-IP-Address}", "`id`-%l-$(id)-\\101", "quoted\"and'more"])
def test_a_passphrase_is_passed_on_as_it_is_and_never_expanded(
    freeradius: Radius, own_operator: Tenant, home: House, text: str
) -> None:
    body = {"EmailAddress": f"{unique_name('odd')}@else.example", "VenueID": home.venue.id, "NewKey": text}
    added = call(add_key.handler, own_operator.token("DomainAdministrator"), body)
    accept_and_sign_in(own_operator.operator, body["EmailAddress"])
    phone = Device(text, home.ssid)

    response = [freeradius.request(**sent(body)) for body in (phone.by_hostapd(), phone.by_mist())]

    assert added.status == 200, added.body
    for answer, shown in zip(response, (r'Tunnel-Password:0 = "(.*)"', r'Cisco-AVPair = "psk=(.*)"'), strict=True):
        found = re.search(shown, answer)
        assert found, answer
        assert found[1].encode().decode("unicode_escape") == text


def test_a_make_that_a_policy_brings_in_gets_its_own_attributes_and_the_vlan(freeradius: Radius, home: House) -> None:
    _, phone = home.add_resident()

    response = freeradius.request(**sent(phone.by_mist()))

    accepted = response.partition("Access-Accept")[2]
    assert 'Cisco-AVPair = "psk-mode=ascii"' in accepted
    assert f'Cisco-AVPair = "psk={phone.passphrase}"' in accepted
    assert 'Tunnel-Private-Group-Id:0 = "1050"' in accepted
    assert "VAULT-" not in accepted


@pytest.mark.parametrize("make", [Device.by_ruckus, Device.by_hostapd, Device.by_mist])
def test_a_network_with_letters_beyond_ascii_is_found(
    freeradius: Radius, own_operator: Tenant, make: Callable[[Device], Body]
) -> None:
    _, phone = create_house(own_operator, SSID=unique_name("Café ")).add_resident()

    assert "Access-Accept" in freeradius.request(**sent(make(phone)))


def test_octets_that_are_no_text_in_an_attribute_that_nobody_reads_refuse_nobody(
    freeradius: Radius, home: House
) -> None:
    _, phone = home.add_resident()
    needless = {"Connect-Info": "CONNECT\\000", "Class": "0x80ff00", "Chargeable-User-Identity": "0x00"}

    assert "Access-Accept" in freeradius.request(**sent(phone.by_ruckus()), **needless)


def test_a_key_of_nobody_is_rejected(freeradius: Radius, home: House) -> None:
    response = freeradius.request(**sent(Device(unknown_passphrase(), home.ssid).by_ruckus()))

    assert "Access-Reject" in response
    assert 'Reply-Message = "Access denied."' in response
    assert "Ruckus-Dpsk" not in response.partition("Access-Reject")[2]


def test_a_request_without_a_handshake_is_rejected(freeradius: Radius) -> None:
    assert "Access-Reject" in freeradius.request(**{"User-Name": "bob", "User-Password": "secret"})


def test_nobody_is_let_in_without_the_graph(freeradius: Radius, home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _, phone = home.add_resident()

    with down(monkeypatch, "VAULT_GRAPH_WRITER", "VAULT_GRAPH_READER"):
        response = freeradius.request(**sent(phone.by_ruckus()))

    assert "Access-Reject" in response
    assert "Access-Accept" in freeradius.request(**sent(phone.by_ruckus()))


@pytest.mark.parametrize("reach", ["nowhere", "wrong secret"])
def test_nobody_is_let_in_without_vault_or_with_a_wrong_secret(
    freeradius: Radius, home: House, api: int, tmp_path: Any, reach: str
) -> None:
    _, phone = home.add_resident()
    port = free_port() if reach == "nowhere" else api
    settings = {"VAULT_URL": f"http://127.0.0.1:{port}/preview", "VAULT_SERVER_ID": "x", "VAULT_SECRET": "wrong"}

    for other in run_freeradius(tmp_path, settings):
        response = other.request(**sent(phone.by_ruckus()))

    assert "Access-Reject" in response
    assert "Access-Accept" in freeradius.request(**sent(phone.by_ruckus()))
