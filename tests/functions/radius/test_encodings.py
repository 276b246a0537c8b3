"""Requests of every make, as rlm_rest of each release writes them on each machine."""

import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.radius.authorize import handler
from local.system import STAGE
from tests.api_server import serve_api
from tests.factories import Tenant, unique_name
from tests.gateway import Answer, event, send
from tests.radius_client import Body, Device, House, attributes, create_house, request_access, server_of
from tests.rlm_rest import ENCODINGS, Encoding
from vault.wifi.elements import Akm

MAKES = [Device.by_ruckus, Device.by_hostapd, Device.by_meraki, Device.by_policy]
every_encoding = pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda each: f"{each.release}-{each.machine}")
every_make = pytest.mark.parametrize("make", MAKES)


@pytest.fixture(scope="module")
def home(own_operator: Tenant) -> House:
    """A house whose network has a letter beyond ASCII."""
    return create_house(own_operator, SSID=unique_name("Café "))


@pytest.fixture(scope="module")
def phone(home: House) -> Device:
    return home.add_resident()[1]


@pytest.fixture(scope="module")
def served(own_operator: Tenant) -> Iterator[int]:
    """VAULT's API at a port of its own."""
    assert own_operator
    with serve_api() as port:
        yield port


def answer_to(tenant: Tenant, encoding: Encoding, body: Body) -> Answer:
    """The answer to a RADIUS server with this rlm_rest."""
    return send(handler, encoding.event(body, server_of(tenant.operator.id)))


@every_encoding
@every_make
@pytest.mark.parametrize("akm", list(Akm))
def test_a_device_of_every_make_is_admitted_behind_every_release(
    own_operator: Tenant, phone: Device, make: Callable[[Device], Body], encoding: Encoding, akm: Akm
) -> None:
    response = answer_to(own_operator, encoding, make(Device(phone.passphrase, phone.ssid, phone.mac, akm=akm)))

    assert response.status == 200, response.body


@every_encoding
def test_a_request_over_http_is_read_as_it_was_sent(
    own_operator: Tenant, phone: Device, served: int, encoding: Encoding
) -> None:
    headers = {"Content-Type": "application/json", "Authorization": server_of(own_operator.operator.id)}
    connection = http.client.HTTPConnection("127.0.0.1", served, timeout=10)

    connection.request("POST", f"/{STAGE}/radius/authorize", encoding.encode(phone.by_ruckus()), headers)
    response = connection.getresponse()

    assert response.status == 200, response.read()
    connection.close()


@every_encoding
def test_a_frame_in_parts_is_put_together_whatever_the_release(
    own_operator: Tenant, phone: Device, encoding: Encoding
) -> None:
    body = Device(phone.passphrase, phone.ssid, phone.mac, akm=Akm.FT_PSK).by_ruckus()
    whole = body["Ruckus-DPSK-EAPOL-Key-Frame"]["value"][0]

    body["Ruckus-DPSK-EAPOL-Key-Frame"]["value"] = [whole[:404], f"0x{whole[404:]}"]

    assert answer_to(own_operator, encoding, body).status == 200


@every_encoding
@pytest.mark.parametrize("name", ["Called-Station-Id", "Called-Station-SSID"])
def test_a_network_is_found_by_its_bytes_in_the_attributes_that_all_makes_have(
    own_operator: Tenant, phone: Device, encoding: Encoding, name: str
) -> None:
    address = phone.bssid.hex("-").upper()
    ssid = {
        "Called-Station-Id": {"Called-Station-Id": f"{address}:{phone.ssid}"},
        "Called-Station-SSID": {"Called-Station-Id": address, "Called-Station-SSID": phone.ssid},
    }[name]

    response = answer_to(own_operator, encoding, phone.by_hostapd() | attributes(**ssid))

    assert response.status == 200, response.body


@every_encoding
def test_a_network_that_hostapd_wrote_with_escapes_is_found(
    own_operator: Tenant, phone: Device, encoding: Encoding
) -> None:
    escaped = "".join(f"\\x{octet:02x}" if octet > 0x7E else chr(octet) for octet in phone.ssid.encode())
    named = attributes(**{"Called-Station-Id": f"{phone.bssid.hex('-').upper()}:{escaped}"})

    response = answer_to(own_operator, encoding, phone.by_hostapd() | named)

    assert "\\xc3\\xa9" in escaped
    assert response.status == 200, response.body


@pytest.mark.parametrize("options", [{}, {"ensure_ascii": False}])
@every_make
def test_a_network_in_json_as_others_write_it_is_found(
    own_operator: Tenant, phone: Device, make: Callable[[Device], Body], options: dict[str, bool]
) -> None:
    body = json.dumps(make(phone), **options)

    response = send(handler, event(body, authorization=server_of(own_operator.operator.id)))

    assert response.status == 200, response.body


NEEDLESS: dict[str, Any] = {
    "Connect-Info": b"CONNECT 54Mbps\0",
    "Cisco-AVPair": bytes(range(256)),
    "Chargeable-User-Identity": "0x00",
    "Class": "0x" + bytes(range(128, 256)).hex(),
    "NAS-Identifier": b"\xff\xfe\xc3",
    "Filter-Id": b"\xed\xa0\x80",
}


@every_encoding
@pytest.mark.parametrize("name", NEEDLESS)
def test_nothing_in_an_attribute_that_nobody_reads_refuses_a_device(
    own_operator: Tenant, phone: Device, encoding: Encoding, name: str
) -> None:
    response = answer_to(own_operator, encoding, phone.by_hostapd() | attributes(**{name: NEEDLESS[name]}))

    assert response.status == 200, response.body


@pytest.mark.parametrize(
    "odd",
    [
        {"Connect-Info": {"type": "string", "value": ["\ud800"]}},
        {"Connect-Info\ud800": {"type": "string", "value": ["x"]}},
        {"Connect-Info\0": {"type": "string", "value": ["x"]}},
        {"Connect-Info": {"type\0": "string", "value": ["\0", "\udfff"]}},
        {"note": "\0"},
        {"note": ["\ud800"]},
    ],
)
def test_a_part_that_is_no_text_is_left_out(own_operator: Tenant, phone: Device, odd: Body) -> None:
    assert request_access(own_operator, phone.by_ruckus() | odd).status == 200


@pytest.mark.parametrize("name", ["User-Name", "Called-Station-Id", "Calling-Station-Id"])
def test_a_text_that_ends_in_nul_is_read_without_it(own_operator: Tenant, phone: Device, name: str) -> None:
    body = phone.by_hostapd()
    body[name]["value"][0] += "\0"

    assert request_access(own_operator, body).status == 200


def test_a_network_whose_name_contains_nul_is_none(own_operator: Tenant, phone: Device) -> None:
    named = attributes(**{"Called-Station-Id": f"{phone.bssid.hex('-').upper()}:N\0et"})

    response = request_access(own_operator, phone.by_hostapd() | named)

    assert (response.status, response.code) == (400, "HandshakeMissing")


@pytest.mark.parametrize("body", ["", "[]", '"x"', "{", '{"X": NaN}', '{"X": "\\u00zz"}'])
def test_a_body_that_is_no_object_is_refused(own_operator: Tenant, body: str) -> None:
    response = send(handler, event(body, authorization=server_of(own_operator.operator.id)))

    assert (response.status, response.code) == (400, "BodyInvalid")
