"""The cache of candidates in a process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.kernel.ids import key_id
from vault.keys import pmk_cache
from vault.keys.pmk_cache import OpenedBin

pmks = st.binary(min_size=32, max_size=32)


def opened(bin_id: str, pool: str, *found: bytes) -> OpenedBin:
    """A bin with these PMKs."""
    key_ids = b"".join(bytes.fromhex(key_id(pool, str(number))[4:]) for number in range(len(found)))
    return OpenedBin(bin_id, pool, 1, key_ids, b"".join(found))


@given(st.lists(pmks, min_size=1, max_size=5), st.data())
def test_every_key_of_a_pmk_is_found_and_none_across_two(found: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    each = opened("bin", "pool", *found)

    having = list(each.key_ids_of(found[place]))

    assert having == [key_id("pool", str(number)) for number, pmk in enumerate(found) if pmk == found[place]]
    assert [key for key in each.key_ids_of(b"\1" * 31 + b"\2") if (b"\1" * 31 + b"\2") not in found] == []


def test_the_pool_that_was_not_asked_for_longest_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    pmk_cache.clear()
    monkeypatch.setattr(pmk_cache, "MAX_CANDIDATES", 2)

    for pool in "abc":
        pmk_cache.store_bins([pool], [opened(f"bin {pool}", pool, bytes(32))])

    assert list(pmk_cache._bins_by_keypool) == ["b", "c"]
    pmk_cache.clear()


def test_a_pool_too_large_for_all_stays_while_it_is_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    pmk_cache.clear()
    monkeypatch.setattr(pmk_cache, "MAX_CANDIDATES", 2)

    pmk_cache.store_bins(["a", "b"], [opened("bin", "b", *[bytes(32)] * 3)])

    assert list(pmk_cache._bins_by_keypool) == ["b"]
    pmk_cache.clear()
