"""The fastest known loops in CPython over the HMACs and CMACs of a match, without anything around them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1, sha256
from typing import Self

from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC

from vault.wifi.elements import Akm
from vault.wifi.handshake import Handshake

INNER, OUTER = (bytes(number ^ pad for number in range(256)) for pad in (0x36, 0x5C))
INNER_32, OUTER_32, INNER_48, OUTER_48 = b"\x36" * 32, b"\x5c" * 32, b"\x36" * 48, b"\x5c" * 48


@dataclass(frozen=True)
class HandshakeBytes:
    """Bytes with the lengths, and where it matters the values, that IEEE 802.11 specifies."""

    psk: bytes
    sha256: bytes
    r0: bytes
    r1: bytes
    name: bytes
    covered: bytes
    mic: bytes

    @classmethod
    def from_handshake(cls, handshake: Handshake) -> Self:
        """Lay out a handshake anew."""
        frame = handshake.frame.raw
        macs = b"".join(sorted((handshake.bssid, handshake.station)))
        seen = b"Pairwise key expansion", macs + b"".join(sorted((handshake.anonce, frame[17:49])))
        held = handshake.holders
        domain = held.mdid + bytes((len(held.r0kh_id),)) + held.r0kh_id if held else b""
        place = bytes((len(handshake.ssid),)) + handshake.ssid + domain + handshake.station
        return cls(
            psk=INNER_32 + b"\0".join(seen) + b"\0",
            sha256=INNER_32 + b"\x01\x00" + b"".join(seen) + b"\x80\x01",
            r0=INNER_32 + b"\x02\x00FT-R0" + place + b"\x80\x01",
            r1=held.r1kh_id + handshake.station if held else b"",
            name=held.pmkr1_name if held else b"",
            covered=frame[:81] + bytes(16) + frame[97:],
            mic=frame[81:97],
        )


def psk(pmks: Sequence[bytes], asked: HandshakeBytes) -> int | None:
    """HMAC-SHA1 for the KCK, and again for the MIC."""
    made_of, covered, mic = asked.psk, INNER_48 + asked.covered, asked.mic
    for number, pmk in enumerate(pmks):
        kck = sha1(pmk.translate(OUTER) + OUTER_32 + sha1(pmk.translate(INNER) + made_of).digest()).digest()[:16]
        if sha1(kck.translate(OUTER) + OUTER_48 + sha1(kck.translate(INNER) + covered).digest()).digest()[:16] == mic:
            return number
    return None


def psk_sha256(pmks: Sequence[bytes], asked: HandshakeBytes) -> int | None:
    """HMAC-SHA256 for the KCK, CMAC for the MIC."""
    made_of, covered, mic, cipher = asked.sha256, asked.covered, asked.mic, AES(bytes(16))
    for number, pmk in enumerate(pmks):
        cipher.key = sha256(pmk.translate(OUTER) + OUTER_32 + sha256(pmk.translate(INNER) + made_of).digest()).digest()[
            :16
        ]
        code = CMAC(cipher)
        code.update(covered)
        if code.finalize() == mic:
            return number
    return None


def ft(pmks: Sequence[bytes], asked: HandshakeBytes) -> int | None:
    """HMAC-SHA256 for the salt of PMKR0Name, SHA-256 for either name."""
    made_of, r1, name = asked.r0, asked.r1, asked.name
    for number, pmk in enumerate(pmks):
        salt = sha256(pmk.translate(OUTER) + OUTER_32 + sha256(pmk.translate(INNER) + made_of).digest()).digest()[:16]
        if sha256(b"FT-R1N" + sha256(b"FT-R0N" + salt).digest()[:16] + r1).digest()[:16] == name:
            return number
    return None


LOOPS: Mapping[Akm, Callable[[Sequence[bytes], HandshakeBytes], int | None]] = {
    Akm.PSK: psk,
    Akm.PSK_SHA256: psk_sha256,
    Akm.FT_PSK: ft,
}
