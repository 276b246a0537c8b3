"""The key hierarchies and the MIC against published vectors."""

import pytest

from tests.unit.wifi.vectors import EVERY, PSK, WIRESHARK_FT, Vector
from vault.wifi.eapol import parse_key_frame
from vault.wifi.elements import Akm, Fte, KeyData, Mde, Rsne
from vault.wifi.ft import R0_BITS, R0_LABEL, derive_ft_ptk, derive_pmk_r0, derive_pmk_r1, r0_context
from vault.wifi.mic import MicAlgorithm, aes_cmac, compute_mic, select_mic_algorithm
from vault.wifi.pmk import derive_pmk
from vault.wifi.prf import kdf_sha256, prf_sha1
from vault.wifi.ptk import Ptk, derive_ptk

STATION = bytes.fromhex(WIRESHARK_FT.station)
R1KH_ID = bytes.fromhex(WIRESHARK_FT.bssid)
FT_PLACE = {"ssid": b"test-ft-psk", "mdid": b"\x01\x02", "r0kh_id": b"wireshark-ft-psk", "station": STATION}
by_source = pytest.mark.parametrize("vector", EVERY, ids=lambda vector: vector.source)


def kck_of(vector: Vector) -> bytes:
    """The KCK for the MIC of a published frame."""
    key = bytes.fromhex(vector.pmk)
    if vector is not WIRESHARK_FT:
        return derive_ptk(key, **vector.all_parts).kck
    return derive_ft_ptk(
        derive_pmk_r1(derive_pmk_r0(key, **FT_PLACE), r1kh_id=R1KH_ID, station=STATION), **vector.all_parts
    )[0].kck


def test_prf_512_is_that_of_the_standard() -> None:
    made = prf_sha1(b"\x0b" * 20, b"prefix", b"Hi There", 512)

    assert made.hex() == (
        "bcd4c650b30b9684951829e0d75f9d54b862175ed9f00606e17d8da35402ffee"
        "75df78c3d31e0f889f012120c0862beb67753e7439ae242edb8373698356cf5a"
    )  # IEEE Std 802.11, J.3


@pytest.mark.parametrize("vector", [one for one in EVERY if one.passphrase], ids=lambda vector: vector.source)
def test_a_pmk_is_that_of_the_vector(vector: Vector) -> None:
    assert derive_pmk(vector.passphrase, vector.ssid).hex() == vector.pmk


@pytest.mark.parametrize("vector", [one for one in PSK if one.ptk], ids=lambda vector: vector.source)
def test_a_ptk_is_that_of_the_vector(vector: Vector) -> None:
    made = derive_ptk(bytes.fromhex(vector.pmk), **vector.all_parts)

    assert b"".join(made).hex().startswith(vector.ptk)


def test_a_ptk_is_the_same_from_either_side() -> None:
    vector = PSK[0]
    swapped = {"bssid": "station", "station": "bssid", "anonce": "snonce", "snonce": "anonce"}

    other = derive_ptk(bytes.fromhex(vector.pmk), **{swapped[name]: value for name, value in vector.all_parts.items()})

    assert b"".join(other).hex() == vector.ptk


def test_the_ft_hierarchy_is_that_of_the_vector() -> None:
    key = bytes.fromhex(WIRESHARK_FT.pmk)

    r0 = derive_pmk_r0(key, **FT_PLACE)
    r1 = derive_pmk_r1(r0, r1kh_id=R1KH_ID, station=STATION)
    made, name = derive_ft_ptk(r1, **WIRESHARK_FT.all_parts)

    assert (
        kdf_sha256(key, R0_LABEL, r0_context(*FT_PLACE.values()), R0_BITS)[32:].hex()
        == "eed5cd55e8360d13f82329fd5fc241a7"
    )
    assert r0.key.hex() == "e2c73fda2d38ad95e8b163100217469318e3b79896f50ee852ee74cdb603dd63"
    assert r0.name.hex() == "ca740fbeb1e8f2293ce614f9d64ae979"
    assert r1.key.hex() == "a9bf3851d00602d735b024f313086f21cb659e9c87cce12d6cde4dd62bf4dc81"
    assert r1.name.hex() == "3378f874c1930b599405d3de4b6e05cc"
    assert b"".join(made).hex() == WIRESHARK_FT.ptk
    assert name.hex() == "8d3104592ecd032e00117e3c43dfeb75"


@by_source
def test_a_mic_is_that_of_the_vector(vector: Vector) -> None:
    akm = Akm.FT_PSK if vector is WIRESHARK_FT else Akm.PSK
    by = select_mic_algorithm(vector.key_info & 7, akm)

    assert by is (MicAlgorithm.AES_128_CMAC if akm is Akm.FT_PSK else MicAlgorithm.HMAC_SHA1_128)
    assert compute_mic(kck_of(vector), vector.frame, by).hex() == vector.mic


def test_a_cmac_is_that_of_its_definition() -> None:
    key = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
    data = bytes.fromhex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411")

    assert aes_cmac(key, b"").hex() == "bb1d6929e95937287fa37d129b756746"
    assert aes_cmac(key, data).hex() == "dfa66747de9ae63030ca32611497c827"  # IETF RFC 4493, section 4


@by_source
def test_a_frame_is_read_and_built_byte_for_byte(vector: Vector) -> None:
    frame = parse_key_frame(vector.frame + bytes(7))

    assert frame.raw == vector.frame
    assert (frame.version, frame.key_info, frame.key_length) == (vector.version, vector.key_info, vector.key_length)
    assert (frame.nonce.hex(), frame.mic.hex(), frame.key_data.hex()) == (vector.snonce, vector.mic, vector.key_data)
    assert (frame.replay_counter, frame.descriptor_version) == (1, vector.key_info & 7)


def test_the_elements_of_a_fast_transition_are_read_and_built_byte_for_byte() -> None:
    data = bytes.fromhex(WIRESHARK_FT.key_data)

    found = KeyData.parse(data)

    assert found.rsne == Rsne((Akm.FT_PSK.suite,), (bytes.fromhex("3378f874c1930b599405d3de4b6e05cc"),))
    assert found.mde == Mde(b"\x01\x02", 1)
    assert found.fte == Fte(R1KH_ID, b"wireshark-ft-psk")
    assert found.rsne.pack() + found.mde.pack() + found.fte.pack() == data


def test_psk_sha256_makes_its_ptk_with_kdf() -> None:
    vector = PSK[0]
    seen = vector.all_parts
    expected = kdf_sha256(
        bytes.fromhex(vector.pmk),
        b"Pairwise key expansion",
        seen["bssid"] + seen["station"] + seen["anonce"] + seen["snonce"],
        384,
    )  # this vector's lesser address and nonce are the access point's

    assert b"".join(derive_ptk(bytes.fromhex(vector.pmk), **seen, akm=Akm.PSK_SHA256)) == expected
    assert Ptk.from_bytes(expected).kck == expected[:16]
