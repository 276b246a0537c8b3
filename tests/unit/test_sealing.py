"""Sealed values can only be opened with the data that they were sealed with."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.kernel import sealing
from vault.kernel.errors import Kind
from vault.kernel.sealing import (
    SealBroken,
    blind_index,
    equals_in_constant_time,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

KEY = bytes(range(32))
PLACES = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.binary(), PLACES)
@settings(deadline=None)
def test_what_was_sealed_opens_for_its_place(plaintext: bytes, place: str) -> None:
    assert unseal(KEY, seal(KEY, plaintext, place), place) == plaintext
    assert unseal_bytes(KEY, seal_bytes(KEY, plaintext, place), place) == plaintext


def test_a_text_sealed_long_ago_still_opens() -> None:
    assert (
        unseal(KEY, "AetIvix67180DsOQfXQa-ie8J9abkXhRfVauL__oALzH5nTEMJ4a7-Yb0irxCyM=", "key-1")
        == b"sunny-otter-7k2m9x"
    )


def test_the_same_text_is_never_sealed_alike() -> None:
    assert len({seal(KEY, b"same", "key-1") for _ in range(50)}) == 50


@given(st.integers(min_value=0, max_value=8 * 36 - 1))
def test_one_changed_bit_breaks_the_seal(bit: int) -> None:
    sealed = bytearray(seal_bytes(KEY, b"secret!", "key-1"))
    assert len(sealed) == 36
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealBroken):
        unseal_bytes(KEY, bytes(sealed), "key-1")


@pytest.mark.parametrize(("key", "place"), [(KEY, "key-2"), (KEY, ""), (KEY[::-1], "key-1"), (KEY[:16], "key-1")])
def test_another_place_or_key_breaks_the_seal(key: bytes, place: str) -> None:
    sealed = seal(KEY, b"secret", "key-1")

    with pytest.raises(SealBroken) as broken:
        unseal(key, sealed, place)

    assert broken.value.kind is Kind.INTERNAL


@given(st.text())
def test_a_text_that_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, text, "key-1")


def test_a_cut_seal_is_refused() -> None:
    sealed = seal_bytes(KEY, b"", "key-1")

    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            unseal_bytes(KEY, sealed[:length], "key-1")


def test_a_key_of_another_length_seals_nothing() -> None:
    with pytest.raises(SealBroken):
        seal(KEY[:16], b"secret", "key-1")


def test_a_sealed_text_is_safe_in_an_address() -> None:
    sealed = seal(KEY, bytes(300), "key-1")

    assert not set(sealed) & set("+/")
    assert base64.urlsafe_b64decode(sealed)[:1] == sealing.VERSION


@given(st.tuples(PLACES, PLACES), st.tuples(PLACES, PLACES))
def test_a_blind_index_tells_kinds_and_values_apart(a: tuple[str, str], b: tuple[str, str]) -> None:
    assert (blind_index(KEY, *a) == blind_index(KEY, *b)) is (a == b)
    assert blind_index(KEY, *a) != blind_index(KEY[::-1], *a)


def test_a_blind_index_does_not_run_kind_and_value_together() -> None:
    assert blind_index(KEY, "email", "x") != blind_index(KEY, "emai", "lx")
    assert len(blind_index(KEY, "email", "x")) == 64


@given(st.text(), st.text())
def test_equal_is_equality(a: str, b: str) -> None:
    assert equals_in_constant_time(a, b) is (a == b)
    assert equals_in_constant_time(a, a)
