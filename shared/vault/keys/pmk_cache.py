"""Unsealed PMKs, cached in the process by bin version; a match is checked at the writer (docs/adr/0011)."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from vault.graph.connection import execute
from vault.graph.schema import Prop, Row
from vault.graph.steps import Steps
from vault.kernel.ids import KEY_PREFIX
from vault.kernel.sealing import unsealer
from vault.kernel.values import value
from vault.keys import passphrases, queries
from vault.keys.bins import KEY_BYTES, unpack_raw_entries
from vault.operators.model import Operator
from vault.operators.service import get_keyring
from vault.wifi.pmk import PMK_BYTES

MAX_CANDIDATES = 200_000
"""PMKs in the cache; beyond them the least recently used keypool is evicted."""
MAX_ENDED_BINS, ENDED_FOR_MS = 50, 7 * 86_400_000
"""Batches of scratch cards that are read after their end, and for how long."""


@value
class OpenedBin:
    """An unsealed bin: KeyIDs of 16 bytes and PMKs of 32, each concatenated in the same order."""

    bin_id: str
    keypool_id: str
    version: int
    key_ids: bytes
    pmks: bytes

    def __len__(self) -> int:
        return len(self.pmks) // PMK_BYTES

    def key_id(self, index: int) -> str:
        return KEY_PREFIX + self.key_ids[index * KEY_BYTES : (index + 1) * KEY_BYTES].hex()

    def pmk(self, index: int) -> bytes:
        return self.pmks[index * PMK_BYTES : (index + 1) * PMK_BYTES]

    def key_ids_of(self, pmk: bytes) -> Iterator[str]:
        offset = self.pmks.find(pmk)
        while offset >= 0:
            if offset % PMK_BYTES == 0:
                yield self.key_id(offset // PMK_BYTES)
            offset = self.pmks.find(pmk, offset + 1)


OpenedBins = tuple[OpenedBin, ...]

_bins_by_keypool: OrderedDict[str, OpenedBins] = OrderedDict()
_lock = threading.Lock()


def cached_bins(operator: Operator, pool_ids: Collection[str], moment: int) -> list[OpenedBin]:
    """The cached bins of keypools; missing ones are read from a replica in one request. Raises Unavailable.

    Scratch cards that ended before `moment` (epoch ms) are not read.
    """
    with _lock:
        cached = {pool_id: _bins_by_keypool[pool_id] for pool_id in pool_ids if pool_id in _bins_by_keypool}
        for pool_id in cached:
            _bins_by_keypool.move_to_end(pool_id)
    missing = [pool_id for pool_id in pool_ids if pool_id not in cached]
    if missing:
        cached |= store_bins(
            missing, _load_bins(operator, queries.contents_of_unexpired_bins(missing, moment), "READER")
        )
    return [each for pool_id in pool_ids for each in cached[pool_id]]


def refreshed_bins(
    operator: Operator, pool_ids: Collection[str], known: Sequence[OpenedBin], moment: int
) -> list[OpenedBin]:
    """The bins whose version differs from `known`, read from the writer in at most two requests. Raises Unavailable."""
    versions = {each.bin_id: each.version for each in known}
    current_versions = {
        row["id"]: row["version"] for row in execute(queries.versions_of_unexpired_bins(pool_ids, moment))
    }
    stale = [bin_id for bin_id, version in current_versions.items() if versions.get(bin_id) != version]
    fresh = _load_bins(operator, queries.contents_of_bins(stale)) if stale else []
    store_bins(pool_ids, [*(each for each in known if current_versions.get(each.bin_id) == each.version), *fresh])
    return fresh


def read_ended_bins(operator: Operator, pool_ids: Collection[str], moment: int) -> list[OpenedBin]:
    """Bins of scratch cards that lately ended or were invalidated, read from a replica and not cached.

    Raises Unavailable.
    """
    since = moment - ENDED_FOR_MS
    return _load_bins(operator, queries.contents_of_ended_bins(pool_ids, since, moment, MAX_ENDED_BINS), "READER")


def store_bins(pool_ids: Iterable[str], bins: Sequence[OpenedBin]) -> Mapping[str, OpenedBins]:
    pools = {pool_id: tuple(each for each in bins if each.keypool_id == pool_id) for pool_id in pool_ids}
    with _lock:
        _bins_by_keypool.update(pools)
        _drop_least_recent()
    return pools


def _drop_least_recent() -> None:
    """Evict keypools down to MAX_CANDIDATES; the most recent one stays, however large."""
    total = sum(len(each) for pool in _bins_by_keypool.values() for each in pool)
    while total > MAX_CANDIDATES and len(_bins_by_keypool) > 1:
        _, pool = _bins_by_keypool.popitem(last=False)
        total -= sum(map(len, pool))


def clear() -> None:
    with _lock:
        _bins_by_keypool.clear()


def _load_bins(operator: Operator, steps: Steps, endpoint: str = "WRITER") -> list[OpenedBin]:
    unseal = unsealer(get_keyring(operator).data_key, passphrases.PMK_USE)
    return [_open_bin(unseal, row) for row in execute(steps, endpoint)]


def _open_bin(unseal: Callable[[bytes, str], bytes], row: Row) -> OpenedBin:
    key_ids, pmks = [], []
    for key_id, sealed in unpack_raw_entries(row["entries"]):
        key_ids.append(bytes.fromhex(key_id.removeprefix(KEY_PREFIX)))
        pmks.append(unseal(sealed, passphrases.associated_data(key_id, Prop.PMK)))
    return OpenedBin(row["id"], row["pool"], row["version"], b"".join(key_ids), b"".join(pmks))
