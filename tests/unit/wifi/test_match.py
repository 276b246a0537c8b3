"""The candidate whose PMK made a frame is found, and no other."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.wifi.joins import pmks, report_of_join, report_of_vector
from tests.unit.wifi.vectors import EVERY, Vector
from vault.kernel.errors import DomainError
from vault.wifi.eapol import FrameInvalid
from vault.wifi.elements import Akm
from vault.wifi.handshake import Handshake
from vault.wifi.match import find_matching_pmk
from vault.wifi.pmk import SsidInvalid

every_akm = pytest.mark.parametrize("akm", Akm, ids=lambda akm: akm.name)
OTHERS = [(f"key {number}", secrets.token_bytes(32)) for number in range(20)]


def flipped(value: bytes) -> Iterator[bytes]:
    """The value with each of its bits changed in turn."""
    for bit in range(8 * len(value)):
        yield (int.from_bytes(value) ^ 1 << bit).to_bytes(len(value))


def found(pmk: bytes, reported: dict[str, Any]) -> bool | type[DomainError]:
    """Whether the PMK matches the frame, or the error that refuses the frame."""
    try:
        handshake = Handshake.from_report(**reported)
    except (FrameInvalid, SsidInvalid) as error:
        return type(error)
    return find_matching_pmk([("key", pmk)], handshake) is not None


@pytest.mark.parametrize("place", [0, 10, 20])
@pytest.mark.parametrize("vector", EVERY, ids=lambda vector: vector.source)
def test_a_published_handshake_is_found_among_others(vector: Vector, place: int) -> None:
    candidates = [*OTHERS[:place], ("the one", bytes.fromhex(vector.pmk)), *OTHERS[place:]]

    handshake = Handshake.from_report(**report_of_vector(vector))

    assert find_matching_pmk(iter(candidates), handshake) == "the one"
    assert find_matching_pmk(OTHERS, handshake) is None
    assert find_matching_pmk([], handshake) is None


@every_akm
@given(keys=st.lists(pmks, min_size=1, max_size=8, unique=True), data=st.data())
@settings(deadline=None)
def test_a_generated_frame_matches_its_key_and_no_other(akm: Akm, keys: list[bytes], data: st.DataObject) -> None:
    holder = data.draw(st.sampled_from(keys))

    handshake = Handshake.from_report(**report_of_join(akm, holder))

    assert [key for key in keys if find_matching_pmk([("key", key)], handshake)] == [holder]
    assert [key for key in keys if handshake.matches_pmk(key)] == [holder]
    assert find_matching_pmk(enumerate(keys), handshake) == keys.index(holder)


@every_akm
def test_one_bit_flipped_in_what_a_mic_covers_never_matches(akm: Akm) -> None:
    pmk = secrets.token_bytes(32)
    reported = report_of_join(akm, pmk)

    outcomes = [found(pmk, {**reported, "frame": frame}) for frame in flipped(reported["frame"])]

    assert found(pmk, reported) is True
    assert True not in outcomes
    assert outcomes.count(False) > len(outcomes) / 2


@every_akm
@pytest.mark.parametrize("part", ["bssid", "station", "anonce"])
def test_one_bit_flipped_beside_the_frame_never_matches(akm: Akm, part: str) -> None:
    pmk = secrets.token_bytes(32)
    reported = report_of_join(akm, pmk)

    outcomes = {found(pmk, {**reported, part: value}) for value in flipped(reported[part])}

    assert outcomes == {False}


def test_a_fast_transition_is_bound_to_its_ssid() -> None:
    pmk = secrets.token_bytes(32)
    reported = report_of_join(Akm.FT_PSK, pmk)

    outcomes = {found(pmk, {**reported, "ssid": value}) for value in flipped(reported["ssid"])}

    assert outcomes == {False}


def test_the_right_name_of_pmk_r1_does_not_match_without_the_mic() -> None:
    pmk = secrets.token_bytes(32)
    reported = report_of_join(Akm.FT_PSK, pmk)
    frame = reported["frame"]

    other = frame[:81] + secrets.token_bytes(16) + frame[97:]

    assert found(pmk, {**reported, "frame": other}) is False


def test_the_first_of_two_ids_with_the_same_pmk_is_named() -> None:
    pmk = secrets.token_bytes(32)

    handshake = Handshake.from_report(**report_of_join(Akm.PSK, pmk))

    assert find_matching_pmk([("first", pmk), ("second", pmk)], handshake) == "first"
