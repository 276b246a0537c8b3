"""The pairwise transient key of WPA2-PSK and PSK-SHA256 (IEEE Std 802.11-2020, 12.7.1.3)."""

from typing import NamedTuple, Self

from vault.wifi.elements import Akm
from vault.wifi.prf import kdf_sha256, prf_sha1

PTK_LABEL = b"Pairwise key expansion"
PTK_BITS = 384
"""With CCMP-128: 128 of KCK, 128 of KEK, 128 of TK."""


class Ptk(NamedTuple):
    """Keys of 16 bytes: for the MIC of handshake frames, for wrapping their key data, for traffic."""

    kck: bytes
    kek: bytes
    tk: bytes

    @classmethod
    def from_bytes(cls, key_material: bytes) -> Self:
        """From the 48 bytes of a derivation."""
        return cls(key_material[:16], key_material[16:32], key_material[32:48])


def derive_ptk(pmk: bytes, *, bssid: bytes, station: bytes, anonce: bytes, snonce: bytes, akm: Akm = Akm.PSK) -> Ptk:
    """The PTK of a PMK of 32 bytes, two addresses of 6 and two nonces of 32, in pairs that either side orders alike."""
    derive = kdf_sha256 if akm is Akm.PSK_SHA256 else prf_sha1
    return Ptk.from_bytes(derive(pmk, PTK_LABEL, ptk_context(bssid, station, anonce, snonce), PTK_BITS))


def ptk_context(bssid: bytes, station: bytes, anonce: bytes, snonce: bytes) -> bytes:
    """The lesser address, the greater, the lesser nonce, the greater: 76 bytes."""
    return b"".join([*sorted((bssid, station)), *sorted((anonce, snonce))])
