"""Devices recognized by their handshakes, and the reply attributes for their access points."""

from typing import Any

import pytest

from tests.bench.round_trips import count_requests
from tests.factories import Tenant, World, unique_name
from tests.functions.radius.graph_edits import add_plan_of, set_offset
from tests.radius_client import (
    Body,
    Device,
    House,
    add_server,
    attributes,
    create_house,
    request_access,
    unknown_passphrase,
)
from vault.radius.model import MAX_BITS
from vault.wifi.elements import Akm
from vault.wifi.pmk import derive_pmk

UNKEYED = {"Session-Timeout", "Tunnel-Type", "Tunnel-Medium-Type", "Tunnel-Private-Group-Id"}


def reply_to(own_operator: Tenant, body: Body, authorization: str = "") -> dict[str, Any]:
    """The reply attributes for an accepted device."""
    response = request_access(own_operator, body, authorization)
    assert response.status == 200, response.body
    assert {(reply["op"], reply["do_xlat"]) for reply in response.body.values()} == {(":=", False)}
    return {name.removeprefix("reply:"): reply["value"] for name, reply in response.body.items()}


def test_a_device_is_put_on_the_vlan_of_its_unit(own_operator: Tenant, home: House) -> None:
    _, phone = home.add_resident()

    response = reply_to(own_operator, phone.by_ruckus())

    assert response.items() >= {"Tunnel-Type": "VLAN", "Tunnel-Medium-Type": "IEEE-802"}.items()
    assert response["Tunnel-Private-Group-Id"] == "1050"
    assert response["Session-Timeout"] == 86_400


@pytest.mark.parametrize(("wireless_only", "expected"), [(True, ["1050", "1250"]), (False, ["1050", "1050"])])
def test_the_venues_offset_counts_under_a_wireless_only_plan_at_once_and_costs_no_request(
    own_operator: Tenant, *, wireless_only: bool, expected: list[str]
) -> None:
    house = create_house(own_operator)
    add_plan_of(house, wireless_only=wireless_only)
    _, phone = house.add_resident()
    reply_to(own_operator, phone.by_ruckus())
    vlans, requests = [], set()

    for offset in (0, 200):
        set_offset(house, offset)
        with count_requests() as seen:
            vlans.append(reply_to(own_operator, phone.by_ruckus())["Tunnel-Private-Group-Id"])
        requests.add(seen["requests"])

    assert vlans == expected
    assert requests == {2}


def test_a_ruckus_controller_is_given_the_pmk_with_a_zero_before_it(own_operator: Tenant, home: House) -> None:
    _, phone = home.add_resident()

    response = reply_to(own_operator, phone.by_ruckus())

    assert response["Ruckus-Dpsk"] == f"0x00{derive_pmk(phone.passphrase, phone.ssid).hex()}"
    assert phone.passphrase not in str(response)


def test_it_is_given_the_pmk_in_the_attribute_that_its_server_was_set_to(own_operator: Tenant, home: House) -> None:
    _, phone = home.add_resident()

    response = reply_to(own_operator, phone.by_ruckus(), add_server(own_operator, pmk_attribute="MS-MPPE-Recv-Key"))

    assert response["MS-MPPE-Recv-Key"] == f"0x{derive_pmk(phone.passphrase, phone.ssid).hex()}"
    assert "Ruckus-Dpsk" not in response


@pytest.mark.parametrize("dialect", [Device.by_hostapd, Device.by_meraki])
def test_others_are_given_the_passphrase(own_operator: Tenant, home: House, dialect: Any) -> None:
    _, phone = home.add_resident()

    response = reply_to(own_operator, dialect(phone))

    assert response["Tunnel-Password"] == phone.passphrase
    assert "Ruckus-Dpsk" not in response


def test_a_policy_is_told_the_passphrase_and_the_pmk_and_nothing_of_the_key_is_sent(
    own_operator: Tenant, home: House
) -> None:
    _, phone = home.add_resident()

    response = reply_to(own_operator, phone.by_policy())

    assert response["control:VAULT-Passphrase"] == phone.passphrase
    assert response["control:VAULT-PMK"] == f"0x{derive_pmk(phone.passphrase, phone.ssid).hex()}"
    assert {"Session-Timeout"} <= set(response) <= {*UNKEYED, "control:VAULT-Passphrase", "control:VAULT-PMK"}


def test_what_a_policy_fills_in_comes_before_what_the_access_point_sent(own_operator: Tenant, home: House) -> None:
    _, phone = home.add_resident()

    response = reply_to(
        own_operator, Device(unknown_passphrase(), home.ssid, mac=phone.mac).by_hostapd() | phone.by_policy()
    )

    assert response["control:VAULT-Passphrase"] == phone.passphrase
    assert "Tunnel-Password" not in response


def test_a_network_is_known_by_the_ssid_that_freeradius_takes_out_of_the_address(
    own_operator: Tenant, home: House
) -> None:
    _, phone = home.add_resident()
    rewritten = {"Called-Station-Id": phone.bssid.hex("-").upper(), "Called-Station-SSID": phone.ssid}

    response = reply_to(own_operator, phone.by_hostapd() | attributes(**rewritten))

    assert response["Tunnel-Password"] == phone.passphrase


def test_attributes_of_a_make_that_no_policy_brings_in_are_refused(own_operator: Tenant, home: House) -> None:
    response = request_access(own_operator, home.add_resident()[1].by_mist())

    assert (response.status, response.code) == (400, "HandshakeMissing")


@pytest.mark.parametrize("akm", list(Akm))
@pytest.mark.parametrize("dialect", [Device.by_ruckus, Device.by_hostapd, Device.by_meraki, Device.by_policy])
def test_every_kind_of_handshake_is_recognised_in_every_dialect(
    own_operator: Tenant, home: House, dialect: Any, akm: Akm
) -> None:
    _, phone = home.add_resident()

    response = request_access(own_operator, dialect(Device(phone.passphrase, phone.ssid, akm=akm)))

    assert response.status == 200, response.body


def test_a_frame_that_came_in_parts_is_put_together(own_operator: Tenant, home: House) -> None:
    _, phone = home.add_resident()
    body = Device(phone.passphrase, phone.ssid, akm=Akm.FT_PSK).by_ruckus()
    whole = body["Ruckus-DPSK-EAPOL-Key-Frame"]["value"][0]

    body["Ruckus-DPSK-EAPOL-Key-Frame"]["value"] = [whole[:404], f"0x{whole[404:]}"]

    assert len(whole) > 404
    assert request_access(own_operator, body).status == 200


def test_a_plan_limits_the_rates_in_bits_a_second(own_operator: Tenant) -> None:
    fast = create_house(own_operator)
    add_plan_of(fast, upload_kbps=20_000, download_kbps=100_000_000)

    response = reply_to(own_operator, fast.add_resident()[1].by_hostapd())

    assert (response["WISPr-Bandwidth-Max-Up"], response["WISPr-Bandwidth-Max-Down"]) == (20_000_000, MAX_BITS)


def test_an_ssid_that_several_networks_have_is_searched_in_all_of_them(own_operator: Tenant) -> None:
    ssid = unique_name("Twin ")
    phones = [create_house(own_operator, SSID=ssid).add_resident()[1] for _ in range(3)]

    answers = [request_access(own_operator, phone.by_ruckus()) for phone in phones]

    assert [response.status for response in answers] == [200] * 3


def test_a_key_of_nobody_is_refused_without_a_reason(own_operator: Tenant, home: House) -> None:
    response = request_access(own_operator, Device(unknown_passphrase(), home.ssid).by_ruckus())

    assert (response.status, response.code, response.body["message"]) == (401, "DeviceRefused", "Access denied.")
    assert response.body["reply:Reply-Message"] == {"op": ":=", "do_xlat": False, "value": "Access denied."}


def test_a_key_of_another_network_or_of_another_operator_is_refused(own_operator: Tenant, world: World) -> None:
    _, mine = create_house(own_operator).add_resident()
    theirs = create_house(world.other)

    answers = [
        request_access(own_operator, Device(mine.passphrase, create_house(own_operator).ssid).by_ruckus()),
        request_access(own_operator, Device(theirs.add_resident()[1].passphrase, theirs.ssid).by_ruckus()),
    ]

    assert [response.code for response in answers] == ["DeviceRefused"] * 2


def test_a_network_that_nobody_has_is_refused(own_operator: Tenant) -> None:
    assert (
        request_access(own_operator, Device(unknown_passphrase(), "No Such Net").by_hostapd()).code == "DeviceRefused"
    )


@pytest.mark.parametrize(
    "missing", ["Called-Station-Id", "FreeRADIUS-802.1X-EAPoL-Key-Msg", ("User-Name", "Calling-Station-Id")]
)
def test_a_request_without_a_handshake_is_refused(
    own_operator: Tenant, home: House, missing: str | tuple[str, ...]
) -> None:
    body = Device(unknown_passphrase(), home.ssid).by_hostapd()

    response = request_access(own_operator, {name: value for name, value in body.items() if name not in missing})

    assert (response.status, response.code) == (400, "HandshakeMissing")
    assert response.body["reply:Reply-Message"]["value"] == "Access denied."


@pytest.mark.parametrize("frame", ["", "0x", "0xzz", "0x0103", "0x" + "00" * 4000, "A" * 8193])
def test_a_frame_that_is_none_is_refused(own_operator: Tenant, home: House, frame: str) -> None:
    body = Device(unknown_passphrase(), home.ssid).by_hostapd()

    response = request_access(own_operator, body | attributes(**{"FreeRADIUS-802.1X-EAPoL-Key-Msg": frame}))

    assert (response.status, response.code) in {(400, "FrameInvalid"), (400, "HandshakeMissing")}


def test_a_network_with_a_name_that_is_too_long_is_refused(own_operator: Tenant) -> None:
    response = request_access(
        own_operator, Device(unknown_passphrase(), "n").by_ruckus() | attributes(**{"Ruckus-SSID": "é" * 17})
    )

    assert (response.status, response.code) == (400, "SsidInvalid")


@pytest.mark.parametrize("odd", [{"X": None}, {"X": {"value": "x"}}, {"X": {"value": [[]]}}, {"X": [1], "Y": 2.5}])
def test_what_is_no_attribute_is_passed_over(own_operator: Tenant, home: House, odd: Body) -> None:
    _, phone = home.add_resident()

    assert request_access(own_operator, phone.by_ruckus() | odd).status == 200
