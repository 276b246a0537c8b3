"""Sealed values can only be opened with the data that they were sealed with."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.kernel import sealing
from vault.kernel.errors import Kind
from vault.kernel.sealing import (
    DataKey,
    SealBroken,
    blind_index,
    equals_in_constant_time,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

INDEX_KEY = bytes(range(32))
KEY = DataKey((INDEX_KEY,))
REVERSED = DataKey((INDEX_KEY[::-1],))
SHORT = DataKey((INDEX_KEY[:16],))
SECOND = DataKey((INDEX_KEY, INDEX_KEY[::-1]))
PLACES = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.binary(), PLACES)
@settings(deadline=None)
def test_what_was_sealed_opens_for_its_place(plaintext: bytes, place: str) -> None:
    assert unseal(KEY, seal(KEY, plaintext, place), place) == plaintext
    assert unseal_bytes(KEY, seal_bytes(KEY, plaintext, place), place) == plaintext


@pytest.mark.parametrize(
    "sealed",
    [
        "AetIvix67180DsOQfXQa-ie8J9abkXhRfVauL__oALzH5nTEMJ4a7-Yb0irxCyM=",
        "gTYC56DkP0E7XyC2E8rGBg8V-uq2jM5yQ-6d1zoC3O_MD72cayRPCC85Rz_CVTQ=",
    ],
)
@pytest.mark.parametrize("key", [KEY, SECOND])
def test_a_text_sealed_long_ago_still_opens(key: DataKey, sealed: str) -> None:
    assert unseal(key, sealed, "key-1") == b"sunny-otter-7k2m9x"


def test_a_text_of_the_first_form_opens_for_its_place_alone() -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, "AetIvix67180DsOQfXQa-ie8J9abkXhRfVauL__oALzH5nTEMJ4a7-Yb0irxCyM=", "key-2")


def test_a_second_generation_seals_and_the_first_still_opens_its_own() -> None:
    old, new = (seal_bytes(key, b"secret", "key-1") for key in (KEY, SECOND))

    assert (old[0], new[0]) == (sealing.DERIVED_FORM + 1, sealing.DERIVED_FORM + 2)
    assert unseal_bytes(SECOND, old, "key-1") == unseal_bytes(SECOND, new, "key-1") == b"secret"
    with pytest.raises(SealBroken):
        unseal_bytes(KEY, new, "key-1")


@pytest.mark.parametrize("generation", [0, 2, 127, -1])
def test_a_generation_that_is_none_opens_nothing(generation: int) -> None:
    sealed = bytearray(seal_bytes(KEY, b"secret", "key-1"))
    sealed[0] = sealing.DERIVED_FORM + generation

    with pytest.raises(SealBroken):
        unseal_bytes(KEY, bytes(sealed), "key-1")


def test_places_and_uses_have_keys_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_bytes", bytes)
    bound = [("key-1", ""), ("key-2", ""), ("key-1", "pmk"), ("key-2", "pmk"), ("key-1", "key-1"), ("pmk", "")]

    sealed = {each: seal_bytes(KEY, bytes(32), *each)[13:45] for each in bound}

    assert len({sealed[each] for each in bound if each != ("key-2", "pmk")}) == 5
    assert sealed["key-1", "pmk"] == sealed["key-2", "pmk"], "a use has one key, and each place its own tag"


def test_a_seal_of_a_use_opens_for_its_place_and_use_alone() -> None:
    sealed = seal(KEY, b"secret", "key-1", "pmk")

    assert unseal(KEY, sealed, "key-1", "pmk") == b"secret"
    for place, use in (("key-2", "pmk"), ("key-1", ""), ("key-1", "psk")):
        with pytest.raises(SealBroken):
            unseal(KEY, sealed, place, use)


def test_the_same_text_is_never_sealed_alike() -> None:
    assert len({seal(KEY, b"same", "key-1") for _ in range(50)}) == 50


@given(st.integers(min_value=0, max_value=8 * 36 - 1))
def test_one_changed_bit_breaks_the_seal(bit: int) -> None:
    sealed = bytearray(seal_bytes(KEY, b"secret!", "key-1"))
    assert len(sealed) == 36
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealBroken):
        unseal_bytes(KEY, bytes(sealed), "key-1")


@pytest.mark.parametrize(("key", "place"), [(KEY, "key-2"), (KEY, ""), (REVERSED, "key-1"), (SHORT, "key-1")])
def test_another_place_or_key_breaks_the_seal(key: DataKey, place: str) -> None:
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
        seal(SHORT, b"secret", "key-1")


def test_a_sealed_text_is_safe_in_an_address() -> None:
    sealed = seal(KEY, bytes(300), "key-1")

    assert not set(sealed) & set("+/")
    assert base64.urlsafe_b64decode(sealed)[0] == sealing.DERIVED_FORM + 1


@given(st.tuples(PLACES, PLACES), st.tuples(PLACES, PLACES))
def test_a_blind_index_tells_kinds_and_values_apart(a: tuple[str, str], b: tuple[str, str]) -> None:
    assert (blind_index(INDEX_KEY, *a) == blind_index(INDEX_KEY, *b)) is (a == b)
    assert blind_index(INDEX_KEY, *a) != blind_index(INDEX_KEY[::-1], *a)


def test_a_blind_index_does_not_run_kind_and_value_together() -> None:
    assert blind_index(INDEX_KEY, "email", "x") != blind_index(INDEX_KEY, "emai", "lx")
    assert len(blind_index(INDEX_KEY, "email", "x")) == 64


@given(st.text(), st.text())
def test_equal_is_equality(a: str, b: str) -> None:
    assert equals_in_constant_time(a, b) is (a == b)
    assert equals_in_constant_time(a, a)
