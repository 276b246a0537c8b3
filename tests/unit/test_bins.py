"""Bins and the packing of their keys."""

import base64
import secrets

from hypothesis import given
from hypothesis import strategies as st

from vault.kernel.ids import key_id
from vault.kernel.sealing import DataKey, seal
from vault.keys import bins

KEY = DataKey((secrets.token_bytes(32),))
entries = st.dictionaries(
    st.text(max_size=8).map(lambda text: key_id("pool", text)), st.binary(min_size=32, max_size=32)
)


@given(entries)
def test_what_is_packed_is_unpacked_in_its_order(pmks: dict[str, bytes]) -> None:
    sealed = {each: seal(KEY, pmk, each) for each, pmk in pmks.items()}

    packed = bins.pack_entries(sealed)

    assert list(bins.unpack_entries(packed)) == list(sealed.items())
    assert len(base64.urlsafe_b64decode(packed)) == 77 * len(pmks)


@given(st.text(), st.text(), st.text(), st.text())
def test_keys_of_other_pools_persons_or_texts_have_other_ids(pool: str, token: str, other: str, psk: str) -> None:
    ids = {key_id(pool, token), key_id(pool, token, psk), key_id(f"{pool}.{other}", token)}

    assert len(ids) == 3


def test_bins_of_one_slot_follow_each_other() -> None:
    first, second = 5, 5 + bins.SLOTS

    assert bins.slot_of(first) == bins.slot_of(second) == 5
