"""The PMKs of keypools in clear, bin by bin, kept in the process by the bins' versions (docs/adr/0011).

What is kept may be old: a match in it names a key, which is then read from the writer.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import Steps
from vault.kernel.ids import KEY
from vault.kernel.sealing import unsealer
from vault.kernel.values import value
from vault.keys import queries, texts
from vault.keys.bins import KEY_BYTES, raw_entries
from vault.operators.model import Operator
from vault.operators.service import keyring
from vault.wifi.pmk import LENGTH

MOST = 200_000
"""Candidates in all; beyond them the pool that was not asked for longest leaves."""


@value
class Open:
    """A bin in clear: KeyIDs of 16 bytes and PMKs of 32, each packed in the same order."""

    bin_id: str
    keypool_id: str
    version: int
    key_ids: bytes
    pmks: bytes

    def __len__(self) -> int:
        return len(self.pmks) // LENGTH

    def key_id(self, place: int) -> str:
        """The KeyID at a place."""
        return KEY + self.key_ids[place * KEY_BYTES : (place + 1) * KEY_BYTES].hex()

    def pmk(self, place: int) -> bytes:
        """The PMK at a place."""
        return self.pmks[place * LENGTH : (place + 1) * LENGTH]

    def having(self, pmk: bytes) -> Iterator[str]:
        """The KeyIDs of a PMK."""
        at = self.pmks.find(pmk)
        while at >= 0:
            if at % LENGTH == 0:
                yield self.key_id(at // LENGTH)
            at = self.pmks.find(pmk, at + 1)


Pool = tuple[Open, ...]

_pools: OrderedDict[str, Pool] = OrderedDict()
_lock = threading.Lock()


def at_hand(operator: Operator, pool_ids: Collection[str], moment: int) -> list[Open]:
    """The bins of some keypools as this process knows them; pools that it does not know are read from a replica.

    Scratch cards that ended before the moment (epoch ms) are not read. One request at most. Raises Unavailable.
    """
    with _lock:
        known = {pool_id: _pools[pool_id] for pool_id in pool_ids if pool_id in _pools}
        for pool_id in known:
            _pools.move_to_end(pool_id)
    lacking = [pool_id for pool_id in pool_ids if pool_id not in known]
    if lacking:
        known |= kept(lacking, read(operator, queries.bins_of(lacking, moment), "READER"))
    return [each for pool_id in pool_ids for each in known[pool_id]]


def changed(operator: Operator, pool_ids: Collection[str], seen: Sequence[Open], moment: int) -> list[Open]:
    """The bins that are not as they were seen, as the writer has them now. Two requests at most. Raises Unavailable."""
    versions = {each.bin_id: each.version for each in seen}
    there = {row["id"]: row["version"] for row in answer(queries.versions_of(pool_ids, moment))}
    stale = [bin_id for bin_id, version in there.items() if versions.get(bin_id) != version]
    fresh = read(operator, queries.these_bins(stale)) if stale else []
    kept(pool_ids, [*(each for each in seen if there.get(each.bin_id) == each.version), *fresh])
    return fresh


def kept(pool_ids: Iterable[str], found: Sequence[Open]) -> Mapping[str, Pool]:
    """Pools as they were read, which this process knows from now on."""
    pools = {pool_id: tuple(each for each in found if each.keypool_id == pool_id) for pool_id in pool_ids}
    with _lock:
        _pools.update(pools)
        shrink()
    return pools


def shrink() -> None:
    """Forget pools until the rest is few enough; the newest stays, however large."""
    total = sum(len(each) for pool in _pools.values() for each in pool)
    while total > MOST and len(_pools) > 1:
        _, pool = _pools.popitem(last=False)
        total -= sum(map(len, pool))


def forget() -> None:
    """Know nothing any more."""
    with _lock:
        _pools.clear()


def read(operator: Operator, steps: Steps, endpoint: str = "WRITER") -> list[Open]:
    """Bins, opened. Raises Unavailable."""
    unseal = unsealer(keyring(operator).data_key)
    return [opened(unseal, row) for row in answer(steps, endpoint)]


def opened(unseal: Callable[[bytes, str], bytes], row: Mapping[str, Any]) -> Open:
    """A bin unsealed."""
    key_ids, pmks = [], []
    for key_id, sealed in raw_entries(row["entries"]):
        key_ids.append(bytes.fromhex(key_id.removeprefix(KEY)))
        pmks.append(unseal(sealed, texts.bound(key_id, Prop.PMK)))
    return Open(row["id"], row["pool"], row["version"], b"".join(key_ids), b"".join(pmks))
