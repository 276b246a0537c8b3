"""Any frame is either matched or refused with a documented error."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.wifi.joins import report_of_vector
from tests.unit.wifi.vectors import EVERY, HASHCAT, WIRESHARK_FT
from vault.wifi.eapol import FrameInvalid, KeyFrame
from vault.wifi.elements import FTE_ID, MDE_ID, RSNE_ID, build_element
from vault.wifi.handshake import Handshake
from vault.wifi.match import find_matching_pmk
from vault.wifi.pmk import SsidInvalid

CANDIDATES = [(vector.source, bytes.fromhex(vector.pmk)) for vector in EVERY]
frames = st.sampled_from([vector.frame for vector in EVERY])
bodies = st.binary(max_size=120) | st.builds(
    lambda cut: bytes.fromhex(WIRESHARK_FT.key_data)[cut:], st.integers(0, 155)
)
elements = st.builds(build_element, st.sampled_from([RSNE_ID, MDE_ID, FTE_ID, 221]), bodies)
data_of_elements = st.builds(lambda parts, tail: b"".join(parts) + tail, st.lists(elements), st.binary(max_size=3))


def attempt(**reported: Any) -> object:
    """The result of a report: the matching candidate, None, or the documented error."""
    try:
        return find_matching_pmk(CANDIDATES, Handshake.from_report(**{**report_of_vector(HASHCAT), **reported}))
    except (FrameInvalid, SsidInvalid) as error:
        return error


@given(st.binary(max_size=400) | st.binary(min_size=2300, max_size=2400))
@settings(deadline=None)
def test_any_bytes(frame: bytes) -> None:
    assert isinstance(attempt(frame=frame), FrameInvalid)


@given(frames, st.lists(st.tuples(st.integers(0, 260), st.integers(0, 255)), max_size=4), st.integers(0, 260))
@settings(max_examples=400, deadline=None)
def test_published_frames_with_bytes_changed_and_their_end_cut(
    frame: bytes, changes: list[tuple[int, int]], size: int
) -> None:
    changed = bytearray(frame)
    for place, value in changes:
        changed[place % len(frame)] = value

    outcome = attempt(frame=bytes(changed[:size]))

    assert outcome is None or isinstance(outcome, FrameInvalid) or bytes(changed) in {one.frame for one in EVERY}


@pytest.mark.parametrize("key_info", [0x0109, 0x010A, 0x010B, 0x0108])
@given(data_of_elements.filter(lambda data: len(data) < 2**11), st.none() | st.integers())
@settings(deadline=None)
def test_any_elements_as_key_data(key_info: int, key_data: bytes, akm: int | None) -> None:
    frame = KeyFrame(key_info=key_info, nonce=b"\x01" * 32, key_data=key_data).pack()

    outcome = attempt(frame=frame, akm=akm)

    assert outcome is None or isinstance(outcome, FrameInvalid)


@given(*(st.binary(max_size=40) for _ in range(4)))
@settings(deadline=None)
def test_any_bytes_beside_the_frame(ssid: bytes, bssid: bytes, station: bytes, anonce: bytes) -> None:
    outcome = attempt(ssid=ssid, bssid=bssid, station=station, anonce=anonce)

    assert outcome is None or isinstance(outcome, FrameInvalid | SsidInvalid)
