"""Find the PMK of a frame among many, with no more HMACs than the standard needs (docs/adr/0009)."""

from collections.abc import Iterable
from hashlib import sha1, sha256
from typing import TypeVar

from vault.wifi.elements import Akm
from vault.wifi.ft import R0_BITS, R0_LABEL, r0_context
from vault.wifi.handshake import Handshake, KeyHolders
from vault.wifi.mic import zero_mic
from vault.wifi.prf import kdf_block, prf_block
from vault.wifi.ptk import PTK_BITS, PTK_LABEL, ptk_context

Id = TypeVar("Id")
IPAD_TABLE, OPAD_TABLE = (bytes(number ^ pad for number in range(256)) for pad in (0x36, 0x5C))
"""HMAC's ipad and opad (FIPS PUB 198-1) as tables for bytes.translate; the rest of a block is the plain pad."""
IPAD_32, OPAD_32, IPAD_48, OPAD_48 = b"\x36" * 32, b"\x5c" * 32, b"\x36" * 48, b"\x5c" * 48


def find_matching_pmk(candidates: Iterable[tuple[Id, bytes]], handshake: Handshake) -> Id | None:
    """Return the id of the first candidate whose PMK (32 bytes) matches, None where there is none."""
    if handshake.holders is not None:
        return _match_ft(candidates, handshake, handshake.holders)
    return (_match_psk if handshake.akm is Akm.PSK else _match_psk_sha256)(candidates, handshake)


def _match_psk(candidates: Iterable[tuple[Id, bytes]], handshake: Handshake) -> Id | None:
    inner_message = IPAD_32 + prf_block(PTK_LABEL, _ptk_context(handshake))
    mic_input = IPAD_48 + zero_mic(handshake.frame.raw)
    mic = handshake.frame.mic
    for candidate_id, pmk in candidates:
        kck = sha1(
            pmk.translate(OPAD_TABLE) + OPAD_32 + sha1(pmk.translate(IPAD_TABLE) + inner_message).digest()
        ).digest()[:16]
        if (
            sha1(kck.translate(OPAD_TABLE) + OPAD_48 + sha1(kck.translate(IPAD_TABLE) + mic_input).digest()).digest()[
                :16
            ]
            == mic
        ):
            return candidate_id
    return None


def _match_psk_sha256(candidates: Iterable[tuple[Id, bytes]], handshake: Handshake) -> Id | None:
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.cmac import CMAC

    inner_message = IPAD_32 + kdf_block(PTK_LABEL, _ptk_context(handshake), PTK_BITS)
    mic_input, mic = zero_mic(handshake.frame.raw), handshake.frame.mic
    # A new AES for each key would check its length again, which costs a seventh of the whole.
    cipher = AES(bytes(16))
    for candidate_id, pmk in candidates:
        inner = sha256(pmk.translate(IPAD_TABLE) + inner_message).digest()
        cipher.key = sha256(pmk.translate(OPAD_TABLE) + OPAD_32 + inner).digest()[:16]
        code = CMAC(cipher)
        code.update(mic_input)
        if code.finalize() == mic:
            return candidate_id
    return None


def _match_ft(candidates: Iterable[tuple[Id, bytes]], handshake: Handshake, holders: KeyHolders) -> Id | None:
    """Compare PMKR1Name, which needs only the second block of R0-Key-Data; then verify the MIC."""
    context_data = r0_context(handshake.ssid, holders.mdid, holders.r0kh_id, handshake.station)
    inner_message = IPAD_32 + kdf_block(R0_LABEL, context_data, R0_BITS, 2)
    r1, name = holders.r1kh_id + handshake.station, holders.pmkr1_name
    for candidate_id, pmk in candidates:
        salt = sha256(
            pmk.translate(OPAD_TABLE) + OPAD_32 + sha256(pmk.translate(IPAD_TABLE) + inner_message).digest()
        ).digest()[:16]
        r0_name = sha256(b"FT-R0N" + salt).digest()[:16]
        if sha256(b"FT-R1N" + r0_name + r1).digest()[:16] == name and handshake.matches_pmk(pmk):
            return candidate_id
    return None


def _ptk_context(handshake: Handshake) -> bytes:
    return ptk_context(handshake.bssid, handshake.station, handshake.anonce, handshake.frame.nonce)
