"""Devices recognised by their handshakes, and what their access points are told."""

from typing import Any

import pytest

from tests.functions.radius.estate import add_plan_of
from tests.joining import Body, Device, House, add_server, attributes, house, joins, stranger
from tests.world import Tenant, World, fresh, tenant
from vault.radius.model import MOST_BITS
from vault.wifi.elements import Akm
from vault.wifi.pmk import pmk

UNKEYED = {"Session-Timeout", "Tunnel-Type", "Tunnel-Medium-Type", "Tunnel-Private-Group-Id"}


@pytest.fixture(scope="module")
def estate(world: World) -> Tenant:
    """An operator of this module's own."""
    assert world
    return tenant(fresh("Aired"))


@pytest.fixture(scope="module")
def home(estate: Tenant) -> House:
    """A house with a network."""
    return house(estate)


def told_to(estate: Tenant, body: Body, authorization: str = "") -> dict[str, Any]:
    """The reply attributes of a device that is let in."""
    told = joins(estate, body, authorization)
    assert told.status == 200, told.body
    assert {(reply["op"], reply["do_xlat"]) for reply in told.body.values()} == {(":=", False)}
    return {name.removeprefix("reply:"): reply["value"] for name, reply in told.body.items()}


def test_a_device_is_put_on_the_vlan_of_its_unit(estate: Tenant, home: House) -> None:
    _, phone = home.resident()

    told = told_to(estate, phone.by_ruckus())

    assert told.items() >= {"Tunnel-Type": "VLAN", "Tunnel-Medium-Type": "IEEE-802"}.items()
    assert told["Tunnel-Private-Group-Id"] == "1050"
    assert told["Session-Timeout"] == 86_400


def test_a_ruckus_controller_is_given_the_pmk_with_a_zero_before_it(estate: Tenant, home: House) -> None:
    _, phone = home.resident()

    told = told_to(estate, phone.by_ruckus())

    assert told["Ruckus-Dpsk"] == f"0x00{pmk(phone.text, phone.ssid).hex()}"
    assert phone.text not in str(told)


def test_it_is_given_the_pmk_in_the_attribute_that_its_server_was_set_to(estate: Tenant, home: House) -> None:
    _, phone = home.resident()

    told = told_to(estate, phone.by_ruckus(), add_server(estate, pmk_attribute="MS-MPPE-Recv-Key"))

    assert told["MS-MPPE-Recv-Key"] == f"0x{pmk(phone.text, phone.ssid).hex()}"
    assert "Ruckus-Dpsk" not in told


@pytest.mark.parametrize("dialect", [Device.by_hostapd, Device.by_meraki])
def test_others_are_given_the_passphrase(estate: Tenant, home: House, dialect: Any) -> None:
    _, phone = home.resident()

    told = told_to(estate, dialect(phone))

    assert told["Tunnel-Password"] == phone.text
    assert "Ruckus-Dpsk" not in told


def test_a_policy_is_told_the_passphrase_and_the_pmk_and_nothing_of_the_key_is_sent(
    estate: Tenant, home: House
) -> None:
    _, phone = home.resident()

    told = told_to(estate, phone.by_policy())

    assert told["control:VAULT-Passphrase"] == phone.text
    assert told["control:VAULT-PMK"] == f"0x{pmk(phone.text, phone.ssid).hex()}"
    assert {"Session-Timeout"} <= set(told) <= {*UNKEYED, "control:VAULT-Passphrase", "control:VAULT-PMK"}


def test_what_a_policy_fills_in_comes_before_what_the_access_point_sent(estate: Tenant, home: House) -> None:
    _, phone = home.resident()

    told = told_to(estate, Device(stranger(), home.ssid, mac=phone.mac).by_hostapd() | phone.by_policy())

    assert told["control:VAULT-Passphrase"] == phone.text
    assert "Tunnel-Password" not in told


def test_a_network_is_known_by_the_ssid_that_freeradius_takes_out_of_the_address(estate: Tenant, home: House) -> None:
    _, phone = home.resident()
    rewritten = {"Called-Station-Id": phone.bssid.hex("-").upper(), "Called-Station-SSID": phone.ssid}

    told = told_to(estate, phone.by_hostapd() | attributes(**rewritten))

    assert told["Tunnel-Password"] == phone.text


def test_attributes_of_a_make_that_no_policy_brings_in_are_refused(estate: Tenant, home: House) -> None:
    told = joins(estate, home.resident()[1].by_eleven())

    assert (told.status, told.code) == (400, "HandshakeMissing")


@pytest.mark.parametrize("akm", list(Akm))
@pytest.mark.parametrize("dialect", [Device.by_ruckus, Device.by_hostapd, Device.by_meraki, Device.by_policy])
def test_every_kind_of_handshake_is_recognised_in_every_dialect(
    estate: Tenant, home: House, dialect: Any, akm: Akm
) -> None:
    _, phone = home.resident()

    told = joins(estate, dialect(Device(phone.text, phone.ssid, akm=akm)))

    assert told.status == 200, told.body


def test_a_frame_that_came_in_parts_is_put_together(estate: Tenant, home: House) -> None:
    _, phone = home.resident()
    body = Device(phone.text, phone.ssid, akm=Akm.FT_PSK).by_ruckus()
    whole = body["Ruckus-DPSK-EAPOL-Key-Frame"]["value"][0]

    body["Ruckus-DPSK-EAPOL-Key-Frame"]["value"] = [whole[:404], f"0x{whole[404:]}"]

    assert len(whole) > 404
    assert joins(estate, body).status == 200


def test_a_plan_limits_the_rates_in_bits_a_second(estate: Tenant) -> None:
    fast = house(estate)
    add_plan_of(fast, upload_kbps=20_000, download_kbps=100_000_000)

    told = told_to(estate, fast.resident()[1].by_hostapd())

    assert (told["WISPr-Bandwidth-Max-Up"], told["WISPr-Bandwidth-Max-Down"]) == (20_000_000, MOST_BITS)


def test_an_ssid_that_several_networks_have_is_searched_in_all_of_them(estate: Tenant) -> None:
    ssid = fresh("Twin ")
    phones = [house(estate, SSID=ssid).resident()[1] for _ in range(3)]

    answers = [joins(estate, phone.by_ruckus()) for phone in phones]

    assert [told.status for told in answers] == [200] * 3


def test_a_key_of_nobody_is_refused_without_a_reason(estate: Tenant, home: House) -> None:
    told = joins(estate, Device(stranger(), home.ssid).by_ruckus())

    assert (told.status, told.code, told.body["message"]) == (401, "DeviceRefused", "Access denied.")
    assert told.body["reply:Reply-Message"] == {"op": ":=", "do_xlat": False, "value": "Access denied."}


def test_a_key_of_another_network_or_of_another_operator_is_refused(estate: Tenant, world: World) -> None:
    _, mine = house(estate).resident()
    theirs = house(world.other)

    answers = [
        joins(estate, Device(mine.text, house(estate).ssid).by_ruckus()),
        joins(estate, Device(theirs.resident()[1].text, theirs.ssid).by_ruckus()),
    ]

    assert [told.code for told in answers] == ["DeviceRefused"] * 2


def test_a_network_that_nobody_has_is_refused(estate: Tenant) -> None:
    assert joins(estate, Device(stranger(), "No Such Net").by_hostapd()).code == "DeviceRefused"


@pytest.mark.parametrize(
    "missing", ["Called-Station-Id", "FreeRADIUS-802.1X-EAPoL-Key-Msg", ("User-Name", "Calling-Station-Id")]
)
def test_a_request_without_a_handshake_is_refused(estate: Tenant, home: House, missing: str | tuple[str, ...]) -> None:
    body = Device(stranger(), home.ssid).by_hostapd()

    told = joins(estate, {name: value for name, value in body.items() if name not in missing})

    assert (told.status, told.code) == (400, "HandshakeMissing")
    assert told.body["reply:Reply-Message"]["value"] == "Access denied."


@pytest.mark.parametrize("frame", ["", "0x", "0xzz", "0x0103", "0x" + "00" * 4000, "A" * 8193])
def test_a_frame_that_is_none_is_refused(estate: Tenant, home: House, frame: str) -> None:
    body = Device(stranger(), home.ssid).by_hostapd()

    told = joins(estate, body | attributes(**{"FreeRADIUS-802.1X-EAPoL-Key-Msg": frame}))

    assert (told.status, told.code) in {(400, "FrameInvalid"), (400, "HandshakeMissing")}


def test_a_network_with_a_name_that_is_too_long_is_refused(estate: Tenant) -> None:
    told = joins(estate, Device(stranger(), "n").by_ruckus() | attributes(**{"Ruckus-SSID": "é" * 17}))

    assert (told.status, told.code) == (400, "SsidInvalid")


@pytest.mark.parametrize("odd", [{"X": None}, {"X": {"value": "x"}}, {"X": {"value": [[]]}}, {"X": [1], "Y": 2.5}])
def test_what_is_no_attribute_is_passed_over(estate: Tenant, home: House, odd: Body) -> None:
    _, phone = home.resident()

    assert joins(estate, phone.by_ruckus() | odd).status == 200
