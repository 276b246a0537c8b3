"""FT key hierarchy with SHA-256, and the key names (IEEE Std 802.11-2020, 12.7.1.6)."""

# Keys have 32 bytes, key names 16, MDIDs 2, R0KH-IDs 1 to 48, R1KH-IDs and addresses 6. S0KH-ID and S1KH-ID are the
# station's address.

from hashlib import sha256
from typing import NamedTuple

from vault.wifi.prf import kdf_sha256
from vault.wifi.ptk import PTK_BITS, Ptk

R0_LABEL, R1_LABEL, FT_PTK_LABEL = b"FT-R0", b"FT-R1", b"FT-PTK"
R0_BITS, R1_BITS = 384, 256
NAME_BYTES = 16


class FtKey(NamedTuple):
    key: bytes
    name: bytes


def derive_pmk_r0(pmk: bytes, *, ssid: bytes, mdid: bytes, r0kh_id: bytes, station: bytes) -> FtKey:
    """PMK-R0 and PMKR0Name (12.7.1.6.3); the SSID has 1 to 32 bytes."""
    key_data = kdf_sha256(pmk, R0_LABEL, r0_context(ssid, mdid, r0kh_id, station), R0_BITS)
    return FtKey(key_data[:32], _r0_name(key_data[32:]))


def derive_pmk_r1(r0: FtKey, *, r1kh_id: bytes, station: bytes) -> FtKey:
    """PMK-R1 and PMKR1Name (12.7.1.6.4)."""
    return FtKey(kdf_sha256(r0.key, R1_LABEL, r1kh_id + station, R1_BITS), _r1_name(r0.name, r1kh_id, station))


def derive_ft_ptk(r1: FtKey, *, bssid: bytes, station: bytes, anonce: bytes, snonce: bytes) -> tuple[Ptk, bytes]:
    """PTK and PTKName (12.7.1.6.5); nonces of 32 bytes, not sorted."""
    context = snonce + anonce + bssid + station
    name = sha256(r1.name + b"FT-PTKN" + context).digest()[:NAME_BYTES]
    return Ptk.from_bytes(kdf_sha256(r1.key, FT_PTK_LABEL, context, PTK_BITS)), name


def r0_context(ssid: bytes, mdid: bytes, r0kh_id: bytes, station: bytes) -> bytes:
    return bytes((len(ssid),)) + ssid + mdid + bytes((len(r0kh_id),)) + r0kh_id + station


def _r0_name(salt: bytes) -> bytes:
    return sha256(b"FT-R0N" + salt).digest()[:NAME_BYTES]


def _r1_name(name_of_r0: bytes, r1kh_id: bytes, station: bytes) -> bytes:
    return sha256(b"FT-R1N" + name_of_r0 + r1kh_id + station).digest()[:NAME_BYTES]
