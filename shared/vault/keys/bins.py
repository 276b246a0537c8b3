"""Bins: the candidates of a keypool, packed into vertices of bounded size (docs/adr/0002)."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any, Self

from vault.graph.schema import Prop
from vault.graph.steps import T
from vault.kernel.ids import KEY
from vault.kernel.sealing import NONCE, TAG, VERSION
from vault.kernel.values import value
from vault.wifi.pmk import LENGTH

SLOTS = 16
"""The bins of a pool that take keys at the same time: two additions meet in one of them once in so many times."""
FULL = 128
"""The entries from which on a bin takes no more."""
KEY_BYTES = 16
ENTRY = KEY_BYTES + len(VERSION) + NONCE + LENGTH + TAG


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
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the rows of a bin's view."""
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            keypool_id=row["pool"],
            number=vertex[Prop.NUMBER],
            version=vertex[Prop.VERSION],
            subscribers=vertex[Prop.SUBSCRIBERS],
            entries=dict(unpacked(vertex[Prop.ENTRIES])),
        )

    @classmethod
    def opened(cls, bin_id: str, keypool_id: str, number: int) -> Self:
        """A bin that is not written yet."""
        return cls(bin_id, keypool_id, number, 0, 0, {})


def slot_of(number: int) -> int:
    """The slot in whose turn a bin takes keys: bins of one slot follow each other."""
    return number % SLOTS


def packed(entries: Mapping[str, str]) -> str:
    """Base64url of 77 bytes for each entry: 16 of the KeyID, then the sealed PMK."""
    raw = b"".join(
        bytes.fromhex(key_id.removeprefix(KEY)) + base64.urlsafe_b64decode(sealed) for key_id, sealed in entries.items()
    )
    return base64.urlsafe_b64encode(raw).decode()


def unpacked(text: str) -> Iterator[tuple[str, str]]:
    """The KeyIDs and sealed PMKs of a bin."""
    for key_id, sealed in raw_entries(text):
        yield key_id, base64.urlsafe_b64encode(sealed).decode()


def raw_entries(text: str) -> Iterator[tuple[str, bytes]]:
    """The KeyIDs and sealed PMKs of a bin, these in bytes."""
    raw = base64.urlsafe_b64decode(text)
    for start in range(0, len(raw), ENTRY):
        yield KEY + raw[start : start + KEY_BYTES].hex(), raw[start + KEY_BYTES : start + ENTRY]
