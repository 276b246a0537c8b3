"""The pairwise transient key (PTK) of WPA2-PSK and PSK-SHA256 (IEEE Std 802.11-2020, 12.7.1.3)."""

from typing import NamedTuple, Self

from vault.wifi.elements import Akm
from vault.wifi.prf import kdf_sha256, prf_sha1

PTK_LABEL = b"Pairwise key expansion"
PTK_BITS = 384
"""With CCMP-128: KCK, KEK and TK of 128 bits each."""


class Ptk(NamedTuple):
    kck: bytes
    kek: bytes
    tk: bytes

    @classmethod
    def from_bytes(cls, key_material: bytes) -> Self:
        return cls(key_material[:16], key_material[16:32], key_material[32:48])


def derive_ptk(pmk: bytes, *, bssid: bytes, station: bytes, anonce: bytes, snonce: bytes, akm: Akm = Akm.PSK) -> Ptk:
    """The PMK has 32 bytes, addresses 6, nonces 32; pairs are sorted, so that both sides derive the same."""
    derive = kdf_sha256 if akm is Akm.PSK_SHA256 else prf_sha1
    return Ptk.from_bytes(derive(pmk, PTK_LABEL, ptk_context(bssid, station, anonce, snonce), PTK_BITS))


def ptk_context(bssid: bytes, station: bytes, anonce: bytes, snonce: bytes) -> bytes:
    return b"".join([*sorted((bssid, station)), *sorted((anonce, snonce))])
