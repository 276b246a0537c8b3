"""Handshakes as access points report them: valid ones, and the error for each invalid one."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.wifi.joins import build_message2, handshake_with, report_of_join, report_of_vector
from tests.unit.wifi.vectors import AIRCRACK, FREERADIUS, HASHCAT, WIRESHARK_FT, Vector
from vault.wifi.eapol import FrameInvalid, KeyFrame, KeyInfo, parse_key_frame
from vault.wifi.elements import Akm, Fte, Mde, Rsne, build_element
from vault.wifi.handshake import Handshake
from vault.wifi.match import find_matching_pmk
from vault.wifi.mic import compute_mic
from vault.wifi.pmk import SsidInvalid

M2 = KeyInfo.PAIRWISE | KeyInfo.MIC | 2
FT = KeyInfo.PAIRWISE | KeyInfo.MIC | 3
MDE, FTE = Mde(b"\x01\x02"), Fte(bytes(6), b"r0")
NAMED = Rsne((Akm.FT_PSK.suite,), (bytes(16),))
PMK = bytes(range(32))


def build_frame(key_info: int, key_data: bytes, **more: Any) -> bytes:
    """A frame with an arbitrary MIC."""
    return KeyFrame(key_info=key_info, nonce=b"\x01" * 32, key_data=key_data, **more).pack()


def reason(frame: bytes, **more: Any) -> object:
    """The reason for which a frame is refused."""
    with pytest.raises(FrameInvalid) as refused:
        Handshake.from_report(**{**report_of_vector(HASHCAT), "frame": frame, **more})
    return refused.value.data["reason"]


def test_what_a_fast_transition_goes_between_is_read_from_the_frame() -> None:
    holders = Handshake.from_report(**report_of_vector(WIRESHARK_FT)).holders

    assert holders is not None
    assert (holders.mdid, holders.r0kh_id, holders.r1kh_id.hex()) == (b"\x01\x02", b"wireshark-ft-psk", "020000000000")
    assert holders.pmkr1_name.hex() == "3378f874c1930b599405d3de4b6e05cc"


@pytest.mark.parametrize("padding", [b"\0", bytes(46), b"\xff" * 100])
def test_padding_behind_the_body_is_trimmed(padding: bytes) -> None:
    handshake = handshake_with(HASHCAT, frame=lambda frame: frame + padding)

    assert handshake.frame.raw == HASHCAT.frame
    assert handshake.matches_pmk(bytes.fromhex(HASHCAT.pmk))


@pytest.mark.parametrize("vector", [FREERADIUS, AIRCRACK, HASHCAT], ids=lambda vector: f"{vector.key_length}")
def test_a_key_length_of_0_or_16_is_fine(vector: Vector) -> None:
    assert handshake_with(vector).matches_pmk(bytes.fromhex(vector.pmk))


@pytest.mark.parametrize("ssid", [b"\0" * 32, "Café 北".encode(), b"\xff\xfe", b"x"])
def test_any_bytes_name_a_network(ssid: bytes) -> None:
    assert handshake_with(HASHCAT, ssid=lambda _: ssid).ssid == ssid


@pytest.mark.parametrize("ssid", [b"", b"x" * 33])
def test_an_ssid_of_no_byte_or_33_is_refused(ssid: bytes) -> None:
    with pytest.raises(SsidInvalid):
        handshake_with(HASHCAT, ssid=lambda _: ssid)


@pytest.mark.parametrize("part", ["bssid", "station"])
@pytest.mark.parametrize("value", [b"", bytes(5), bytes(7)])
def test_an_address_of_other_than_six_bytes_is_refused(part: str, value: bytes) -> None:
    assert reason(HASHCAT.frame, **{part: value}) == "address"


@pytest.mark.parametrize("anonce", [b"", bytes(32), b"\x01" * 31, b"\x01" * 33])
def test_a_nonce_of_zeros_or_another_length_is_refused(anonce: bytes) -> None:
    assert reason(HASHCAT.frame, anonce=anonce) == "nonce"


def test_a_station_that_drew_a_nonce_of_zeros_is_refused() -> None:
    assert reason(HASHCAT.frame[:17] + bytes(32) + HASHCAT.frame[49:]) == "nonce"


@pytest.mark.parametrize("size", range(121))
def test_a_truncated_frame_is_refused(size: int) -> None:
    assert reason(HASHCAT.frame[:size]) == "length"


@pytest.mark.parametrize("frame", [HASHCAT.frame + bytes(2304), b"\x01\x03\xff\xff" + HASHCAT.frame[4:]])
def test_an_oversized_frame_is_refused(frame: bytes) -> None:
    assert reason(frame) == "length"


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (1, 0, "packet type"),
        (1, 1, "packet type"),
        (4, 254, "descriptor type"),
        (4, 1, "descriptor type"),
        (3, 116, "length"),
        (98, 0, "AKM"),
        (97, 255, "length"),
        (6, 0x09, "descriptor version"),
        (6, 0x08, "descriptor version"),
        (6, 0x0B, "descriptor version"),
        (6, 0x02, "not message 2"),
        (6, 0x8A, "not message 2"),
        (5, 0x00, "not message 2"),
        (5, 0x11, "not message 2"),
        (5, 0x05, "not message 2"),
        (5, 0x09, "not message 2"),
        (99, 0xDD, "AKM"),
        (100, 0x15, "element length"),
        (101, 2, "RSNE version"),
        (107, 2, "RSNE"),
        (113, 0, "RSNE"),
        (118, 8, "AKM not of a passphrase"),
        (118, 1, "AKM not of a passphrase"),
        (117, 0xAD, "AKM not of a passphrase"),
    ],
)
def test_a_byte_that_does_not_fit_says_which(place: int, value: int, expected: str) -> None:
    frame = bytearray(HASHCAT.frame)
    frame[place] = value

    assert reason(bytes(frame)) == expected


@pytest.mark.parametrize(
    ("key_data", "expected"),
    [
        (b"", "AKM"),
        (b"\x30", "AKM"),
        (b"\x30\x01", "element length"),
        (b"\xdd", "AKM"),
        (b"\xdd" + bytes(30), "AKM"),
        (build_element(48, b""), "RSNE version"),
        (build_element(48, b"\x01\x00"), "AKM"),
        (build_element(48, b"\x01\x00\x00\x0f"), "RSNE"),
        (Rsne(()).pack(), "AKM"),
        (Rsne((Akm.PSK.suite, Akm.PSK_SHA256.suite)).pack(), "AKM"),
        (build_element(48, Rsne((Akm.PSK.suite,)).pack()[2:-1]), "RSNE"),
        (build_element(48, Rsne((Akm.PSK.suite,)).pack()[2:] + b"\x01\x00" + bytes(15)), "RSNE"),
    ],
)
def test_key_data_that_do_not_fit_say_why(key_data: bytes, expected: str) -> None:
    assert reason(build_frame(M2, key_data)) == expected


@pytest.mark.parametrize(
    ("key_data", "expected"),
    [
        (NAMED.pack(), "fast transition"),
        (NAMED.pack() + MDE.pack(), "fast transition"),
        (NAMED.pack() + FTE.pack(), "fast transition"),
        (Rsne((Akm.FT_PSK.suite,)).pack() + MDE.pack() + FTE.pack(), "fast transition"),
        (Rsne((Akm.FT_PSK.suite,), (bytes(16),) * 2).pack() + MDE.pack() + FTE.pack(), "fast transition"),
        (NAMED.pack() + build_element(54, b"\x01\x02") + FTE.pack(), "MDE"),
        (NAMED.pack() + MDE.pack() + build_element(55, bytes(81)), "FTE"),
        (NAMED.pack() + MDE.pack() + build_element(55, bytes(82)), "FTE"),
        (NAMED.pack() + MDE.pack() + Fte(bytes(5), b"r0").pack(), "FTE"),
        (NAMED.pack() + MDE.pack() + Fte(bytes(6), b"").pack(), "FTE"),
        (NAMED.pack() + MDE.pack() + Fte(bytes(6), b"r" * 49).pack(), "FTE"),
        (NAMED.pack() + MDE.pack() + build_element(55, FTE.pack()[2:] + b"\x04\x01"), "element length"),
    ],
)
def test_a_fast_transition_that_does_not_say_all_of_it_says_what(key_data: bytes, expected: str) -> None:
    assert reason(build_frame(FT, key_data)) == expected


def test_other_elements_and_what_follows_in_an_rsne_are_passed_over() -> None:
    rsne = Rsne((Akm.FT_PSK.suite,), (bytes(16),)).pack()
    more = build_element(48, rsne[2:] + bytes.fromhex("000fac06"))
    fte = build_element(55, FTE.pack()[2:] + b"\x05\x03abc")
    key_data = build_element(221, b"abc") + more + MDE.pack() + fte + build_element(244, b"x")

    handshake = Handshake.from_report(**{**report_of_vector(HASHCAT), "frame": build_frame(FT, key_data)})

    assert handshake.akm is Akm.FT_PSK


@pytest.mark.parametrize("akm", Akm)
def test_the_access_points_word_on_the_akm_must_agree(akm: Akm) -> None:
    reported = report_of_join(akm, PMK)
    others = {*range(-1, 12), 256 + akm} - {akm}

    assert Handshake.from_report(**reported, akm=akm) == Handshake.from_report(**reported)
    assert {reason(reported["frame"], akm=other) for other in others} == {"AKM"}


@pytest.mark.parametrize(("akm", "expected"), [(2, Akm.PSK), (6, Akm.PSK_SHA256)])
def test_without_an_rsne_the_access_points_word_is_taken(akm: int, expected: Akm) -> None:
    version = 2 if expected is Akm.PSK else 3

    handshake = Handshake.from_report(
        **{**report_of_vector(HASHCAT), "frame": build_frame(M2 & ~7 | version, b"")}, akm=akm
    )

    assert handshake.akm is expected


@pytest.mark.parametrize(("akm", "expected"), [(4, "fast transition"), (8, "AKM not of a passphrase")])
def test_without_an_rsne_other_akms_are_refused(akm: int, expected: str) -> None:
    assert reason(build_frame(FT, b""), akm=akm) == expected


def test_of_an_element_that_occurs_twice_the_last_counts() -> None:
    other = Rsne((Akm.PSK.suite,), (b"\1" * 16,)).pack() + Mde(b"\3\4").pack() + Fte(bytes(6), b"r1").pack()
    repeated = build_element(55, FTE.pack()[2:] + b"\x03\x02r2")

    def parse(key_data: bytes) -> Handshake:
        return Handshake.from_report(**{**report_of_vector(HASHCAT), "frame": build_frame(FT, key_data)})

    plain, twice = parse(NAMED.pack() + MDE.pack() + FTE.pack()), parse(other + NAMED.pack() + MDE.pack() + FTE.pack())
    within = parse(NAMED.pack() + build_element(54, MDE.pack()[2:] + b"\1") + repeated)

    assert (twice.akm, twice.holders) == (plain.akm, plain.holders)
    assert within.holders is not None
    assert (within.holders.r0kh_id, within.holders.mdid) == (b"r2", MDE.mdid)


@pytest.mark.parametrize("akm", Akm)
@pytest.mark.parametrize(
    ("padding", "trailer"),
    [
        (b"", b"\0"),
        (b"", b"\1\2\3\4"),
        (b"\0", b""),
        (b"\x30", b""),
        (b"\xdd", b""),
        (b"\xdd\0\0", b""),
        (b"\0", b"\0"),
    ],
)
def test_what_an_access_point_lets_through_behind_the_elements_is_let_through(
    akm: Akm, padding: bytes, trailer: bytes
) -> None:
    """hostapd ignores a last octet of the key data, and octets of the body behind them, which its MIC covers."""
    message, reported = build_message2(akm, PMK)
    plain = parse_key_frame(message.frame)
    longer = replace(plain, key_data=plain.key_data + padding, trailer=trailer, mic=bytes(16))
    frame = replace(longer, mic=compute_mic(message.ptk.kck, longer.pack(), message.mic_algorithm)).pack()

    handshake = Handshake.from_report(**{**reported, "frame": frame})

    assert handshake.frame.raw == frame
    assert handshake.matches_pmk(PMK)
    assert find_matching_pmk([("other", bytes(32)), ("this", PMK)], handshake) == "this"
    assert not Handshake.from_report(**{**reported, "frame": frame[:-1] + b"\x07"}).matches_pmk(PMK)


def test_a_frame_that_ends_with_its_fixed_fields_has_no_key_data() -> None:
    assert parse_key_frame(build_frame(M2, b"")).key_data == b""
