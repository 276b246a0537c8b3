"""Bins: the candidates of a keypool, packed into vertices of bounded size (docs/adr/0002)."""

import base64
from collections.abc import Iterator, Mapping
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.ids import KEY_PREFIX
from vault.kernel.sealing import NONCE_BYTES, TAG_BYTES, VERSION
from vault.kernel.values import value
from vault.wifi.pmk import PMK_BYTES

SLOTS = 16
"""The bins of a pool that take keys at the same time: two additions meet in one of them once in so many times."""
BIN_CAPACITY = 128
"""The entries from which on a bin takes no more."""
KEY_BYTES = 16
ENTRY_BYTES = KEY_BYTES + len(VERSION) + NONCE_BYTES + PMK_BYTES + TAG_BYTES


@value
class Bin:
    """A bin with its sealed PMKs by KeyID; `version` counts its rewrites, `subscribers` those first met in it."""

    id: str
    keypool_id: str
    number: int
    version: int
    subscribers: int
    entries: Mapping[str, str]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of a bin's view."""
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            keypool_id=row["pool"],
            number=vertex[Prop.NUMBER],
            version=vertex[Prop.VERSION],
            subscribers=vertex[Prop.SUBSCRIBERS],
            entries=dict(unpack_entries(vertex[Prop.ENTRIES])),
        )

    @classmethod
    def build_empty(cls, bin_id: str, keypool_id: str, number: int) -> Self:
        """A bin that is not written yet."""
        return cls(bin_id, keypool_id, number, 0, 0, {})


def slot_of(number: int) -> int:
    """The slot in whose turn a bin takes keys: bins of one slot follow each other."""
    return number % SLOTS


def pack_entries(entries: Mapping[str, str]) -> str:
    """Base64url of 77 bytes for each entry: 16 of the KeyID, then the sealed PMK."""
    raw = b"".join(
        bytes.fromhex(key_id.removeprefix(KEY_PREFIX)) + base64.urlsafe_b64decode(sealed)
        for key_id, sealed in entries.items()
    )
    return base64.urlsafe_b64encode(raw).decode()


def unpack_entries(packed: str) -> Iterator[tuple[str, str]]:
    """The KeyIDs and sealed PMKs of a bin."""
    for key_id, sealed in unpack_raw_entries(packed):
        yield key_id, base64.urlsafe_b64encode(sealed).decode()


def unpack_raw_entries(packed: str) -> Iterator[tuple[str, bytes]]:
    """The KeyIDs and sealed PMKs of a bin, these in bytes."""
    raw = base64.urlsafe_b64decode(packed)
    for start in range(0, len(raw), ENTRY_BYTES):
        yield KEY_PREFIX + raw[start : start + KEY_BYTES].hex(), raw[start + KEY_BYTES : start + ENTRY_BYTES]
