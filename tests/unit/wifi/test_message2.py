"""Message 2 of a handshake: published frames reproduced byte for byte, and the random parts."""

import pytest

from tests.unit.wifi.vectors import PSK, WIRESHARK_FT, Vector
from vault.wifi.elements import Akm
from vault.wifi.message2 import (
    Exchange,
    FrameOptions,
    MobilityDomain,
    build_ft_message2,
    build_psk_message2,
    generate_address,
)


def form_of(vector: Vector) -> FrameOptions:
    """The options that the station chose."""
    capabilities = bytes.fromhex(vector.key_data)[20:22]
    return FrameOptions(version=vector.version, key_length=vector.key_length, capabilities=capabilities)


@pytest.mark.parametrize("vector", PSK, ids=lambda vector: vector.source)
def test_a_published_frame_is_made_again(vector: Vector) -> None:
    made = build_psk_message2(bytes.fromhex(vector.pmk), Exchange(**vector.all_parts), options=form_of(vector))

    assert made.frame == vector.frame
    assert (made.descriptor_version, made.mic_algorithm) == (2, "HMAC-SHA1-128")


def test_the_published_frame_of_a_fast_transition_is_made_again() -> None:
    domain = MobilityDomain(ssid=b"test-ft-psk", mdid=b"\x01\x02", r0kh_id=b"wireshark-ft-psk")

    made = build_ft_message2(bytes.fromhex(WIRESHARK_FT.pmk), Exchange(**WIRESHARK_FT.all_parts), domain)

    assert made.frame == WIRESHARK_FT.frame
    assert (made.descriptor_version, made.mic_algorithm) == (3, "AES-128-CMAC")
    assert made.r0.key.hex() == "e2c73fda2d38ad95e8b163100217469318e3b79896f50ee852ee74cdb603dd63"
    assert made.r1.key.hex() == "a9bf3851d00602d735b024f313086f21cb659e9c87cce12d6cde4dd62bf4dc81"
    assert b"".join(made.ptk).hex() == WIRESHARK_FT.ptk
    assert made.frame.endswith(made.mde + made.fte)


def test_psk_sha256_says_its_suite_and_version_three() -> None:
    made = build_psk_message2(bytes(32), Exchange.generate(), akm=Akm.PSK_SHA256)

    assert made.frame[5:7].hex() == "010b"
    assert made.frame[99:].hex() == "30140100000fac040100000fac040100000fac060000"
    assert (made.descriptor_version, made.mic_algorithm) == (3, "AES-128-CMAC")


def test_drawn_addresses_are_of_single_devices_administered_locally() -> None:
    drawn = {generate_address() for _ in range(1000)}

    assert {(len(address), address[0] & 3) for address in drawn} == {(6, 2)}
    assert len(drawn) == 1000


def test_what_is_given_is_not_drawn() -> None:
    given = Exchange.generate(bssid=bytes(6), anonce=b"a" * 32)

    again = Exchange.generate(bssid=given.bssid, anonce=given.anonce)

    assert (again.bssid, again.anonce) == (bytes(6), b"a" * 32)
    assert given.station != again.station
    assert given.snonce != again.snonce
