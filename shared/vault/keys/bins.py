"""Bins: the sealed PMKs of a keypool, packed into vertices of bounded size (docs/adr/0002)."""

import base64
from collections.abc import Iterator, Mapping
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.ids import KEY_PREFIX
from vault.kernel.sealing import OVERHEAD_BYTES
from vault.kernel.values import value
from vault.wifi.pmk import PMK_BYTES

SLOTS = 16
"""Bins of a keypool that take keys at the same time; two concurrent additions use the same one in 1 of 16 cases."""
BIN_CAPACITY = 128
"""Entries at which a bin is closed."""
KEY_BYTES = 16
ENTRY_BYTES = KEY_BYTES + PMK_BYTES + OVERHEAD_BYTES


@value
class Bin:
    """`entries`: sealed PMKs by KeyID; `version`: rewrites; `subscribers`: persons new to the keypool."""

    id: str
    keypool_id: str
    number: int
    version: int
    subscribers: int
    entries: Mapping[str, str]

    @classmethod
    def from_row(cls, row: Row) -> Self:
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
        return cls(bin_id, keypool_id, number, 0, 0, {})


def slot_of(number: int) -> int:
    return number % SLOTS


def pack_entries(entries: Mapping[str, str]) -> str:
    """Base64url of 77 bytes per entry: the KeyID's 16, then the sealed PMK."""
    raw = b"".join(
        bytes.fromhex(key_id.removeprefix(KEY_PREFIX)) + base64.urlsafe_b64decode(sealed)
        for key_id, sealed in entries.items()
    )
    return base64.urlsafe_b64encode(raw).decode()


def unpack_entries(packed: str) -> Iterator[tuple[str, str]]:
    for key_id, sealed in unpack_raw_entries(packed):
        yield key_id, base64.urlsafe_b64encode(sealed).decode()


def unpack_raw_entries(packed: str) -> Iterator[tuple[str, bytes]]:
    raw = base64.urlsafe_b64decode(packed)
    for start in range(0, len(raw), ENTRY_BYTES):
        yield KEY_PREFIX + raw[start : start + KEY_BYTES].hex(), raw[start + KEY_BYTES : start + ENTRY_BYTES]
