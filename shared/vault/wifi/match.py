"""Which of many PMKs made a frame: for each of them no more than the standard's HMACs (docs/adr/0009)."""

from collections.abc import Iterable
from hashlib import sha1, sha256
from typing import TypeVar

from vault.wifi.elements import Akm
from vault.wifi.ft import R0, R0_BITS, r0_context
from vault.wifi.handshake import Handshake, Holders
from vault.wifi.mic import zeroed
from vault.wifi.prf import kdf_block, prf_block
from vault.wifi.ptk import BITS, LABEL, context

Id = TypeVar("Id")
INNER, OUTER = (bytes(number ^ pad for number in range(256)) for pad in (0x36, 0x5C))
"""HMAC's pads (FIPS PUB 198-1) as tables for bytes.translate; behind a key of 32 or 16 bytes the pad itself stands."""
INNER_32, OUTER_32, INNER_48, OUTER_48 = b"\x36" * 32, b"\x5c" * 32, b"\x36" * 48, b"\x5c" * 48


def match(candidates: Iterable[tuple[Id, bytes]], handshake: Handshake) -> Id | None:
    """The id of the first candidate whose PMK of 32 bytes made the handshake's frame, None where there is none."""
    if handshake.holders is not None:
        return _ft(candidates, handshake, handshake.holders)
    return (_psk if handshake.akm is Akm.PSK else _psk_sha256)(candidates, handshake)


def _psk(candidates: Iterable[tuple[Id, bytes]], handshake: Handshake) -> Id | None:
    """By the first block of the PTK, whose 16 bytes of KCK suffice for the MIC."""
    made_of = INNER_32 + prf_block(LABEL, _context(handshake))
    covered = INNER_48 + zeroed(handshake.frame.raw)
    mic = handshake.frame.mic
    for one, pmk in candidates:
        kck = sha1(pmk.translate(OUTER) + OUTER_32 + sha1(pmk.translate(INNER) + made_of).digest()).digest()[:16]
        if sha1(kck.translate(OUTER) + OUTER_48 + sha1(kck.translate(INNER) + covered).digest()).digest()[:16] == mic:
            return one
    return None


def _psk_sha256(candidates: Iterable[tuple[Id, bytes]], handshake: Handshake) -> Id | None:
    """The same with KDF and CMAC."""
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.cmac import CMAC

    made_of = INNER_32 + kdf_block(LABEL, _context(handshake), BITS)
    covered, mic = zeroed(handshake.frame.raw), handshake.frame.mic
    # A new AES for each key would check its length again, which costs a seventh of the whole.
    cipher = AES(bytes(16))
    for one, pmk in candidates:
        inner = sha256(pmk.translate(INNER) + made_of).digest()
        cipher.key = sha256(pmk.translate(OUTER) + OUTER_32 + inner).digest()[:16]
        code = CMAC(cipher)
        code.update(covered)
        if code.finalize() == mic:
            return one
    return None


def _ft(candidates: Iterable[tuple[Id, bytes]], handshake: Handshake, named: Holders) -> Id | None:
    """By PMKR1Name, for which the second block of R0-Key-Data suffices; the MIC is computed where the name is right."""
    seen = r0_context(handshake.ssid, named.mdid, named.r0kh_id, handshake.station)
    made_of = INNER_32 + kdf_block(R0, seen, R0_BITS, 2)
    r1, name = named.r1kh_id + handshake.station, named.pmkr1_name
    for one, pmk in candidates:
        salt = sha256(pmk.translate(OUTER) + OUTER_32 + sha256(pmk.translate(INNER) + made_of).digest()).digest()[:16]
        r0_name = sha256(b"FT-R0N" + salt).digest()[:16]
        if sha256(b"FT-R1N" + r0_name + r1).digest()[:16] == name and handshake.made_by(pmk):
            return one
    return None


def _context(handshake: Handshake) -> bytes:
    return context(handshake.bssid, handshake.station, handshake.anonce, handshake.frame.nonce)
