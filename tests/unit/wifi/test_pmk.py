"""The pairwise master key against published vectors."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.wifi.pmk import PassphraseInvalid, SsidInvalid, derive_pmk

VECTORS = [
    ("password", "IEEE", "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e"),
    ("ThisIsAPassword", "ThisIsASSID", "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af"),
    ("a" * 32, "Z" * 32, "becb93866bb8c3832cb777c2f559807c8c59afcb6eae734885001300a981cc62"),
    ("Pancakes1124", "Andrena_39_Lincoln", "44a4f34b6270fccb7dffa8c9e610e3b80f021c8165bcf53c99c3f818167982ab"),
    ("12345678", "Harkonen", "ee51883793a6f68e9615fe73c80a3aa6f2dd0ea537bce627b929183cc6e57925"),
    ("hashcat!", "TP-LINK_HASHCAT_TEST", "0857172bd4d3ebb34cf00f3619726008d27558926d963a547332fab033023b82"),
]  # IEEE Std 802.11 J.4 (the first three), FreeRADIUS dpsk-psk.attrs, aircrack-ng test-calc-ptk.c, hashcat 22000


@pytest.mark.parametrize(("passphrase", "ssid", "expected"), VECTORS)
def test_the_key_is_that_of_the_published_vector(passphrase: str, ssid: str, expected: str) -> None:
    assert derive_pmk(passphrase, ssid).hex() == expected
    assert derive_pmk(passphrase, ssid.encode()).hex() == expected


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=8, max_size=63),
    st.binary(min_size=1, max_size=32),
)
@settings(max_examples=20, deadline=None)
def test_the_key_is_that_of_the_standard_library(passphrase: str, ssid: bytes) -> None:
    assert derive_pmk(passphrase, ssid) == hashlib.pbkdf2_hmac("sha1", passphrase.encode(), ssid, 4096, 32)


def test_sixty_four_hex_digits_are_the_key_itself() -> None:
    assert derive_pmk("0123456789abcdefABCDEF" + "0" * 42, "any").hex() == "0123456789abcdefabcdef" + "0" * 42


@pytest.mark.parametrize(
    "passphrase", ["", "seven77", "x" * 64, "contraseña", "tab\tinside", "newline1\n", "\ud800" * 8]
)
def test_an_impossible_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(PassphraseInvalid):
        derive_pmk(passphrase, "Lobby")


@pytest.mark.parametrize("ssid", ["", b"", "x" * 33, "ñ" * 17, "\ud800"])
def test_an_impossible_ssid_is_refused(ssid: str | bytes) -> None:
    with pytest.raises(SsidInvalid):
        derive_pmk("password", ssid)


def test_an_ssid_in_another_script_counts_as_utf_8() -> None:
    assert derive_pmk("password", "Café 北") == derive_pmk("password", "Café 北".encode())
