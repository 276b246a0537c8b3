"""Build and parse RSNE, MDE and FTE of EAPOL key data (IEEE Std 802.11-2020, 9.4.2)."""

import enum
import struct
from collections.abc import Iterator
from typing import Self

from vault.kernel.values import value
from vault.wifi.eapol import FrameInvalid

RSNE_ID, MDE_ID, FTE_ID = 48, 54, 55
PADDING = b"\xdd\0"
OUI = bytes.fromhex("000fac")
CCMP = OUI + b"\x04"
SUITE_BYTES = 4
PMKID_BYTES = 16
R1KH_ID, R0KH_ID = 1, 3
"""Subelement IDs of an FTE (9.4.2.47)."""
R1KH_BYTES, MAX_R0KH_BYTES = 6, 48
FTE_LAYOUT = struct.Struct("<2s16s32s32s")


class Akm(enum.IntEnum):
    """Types of AKM suites 00-0F-AC whose PMK derives from a passphrase (9.4.2.24.3)."""

    PSK = 2
    FT_PSK = 4
    PSK_SHA256 = 6

    @property
    def suite(self) -> bytes:
        return OUI + bytes((self,))


@value
class Rsne:
    """RSN element (9.4.2.24): suite selectors of 4 bytes, PMKIDs of 16, capabilities of 2."""

    akms: tuple[bytes, ...]
    pmkids: tuple[bytes, ...] = ()
    group: bytes = CCMP
    pairwise: tuple[bytes, ...] = (CCMP,)
    capabilities: bytes = bytes(2)

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Any field after the version may be missing. Raises FrameInvalid."""
        if body[:2] != b"\x01\x00":
            raise FrameInvalid(reason="RSNE version")
        group = body[2:6]
        pairwise, rest = _parse_list(body[6:], SUITE_BYTES)
        akms, rest = _parse_list(rest, SUITE_BYTES)
        pmkids, _ = _parse_list(rest[2:], PMKID_BYTES)
        if len(group) not in (0, SUITE_BYTES) or len(rest) == 1:
            raise FrameInvalid(reason="RSNE")
        return cls(akms, pmkids, group, pairwise, rest[:2])

    def pack(self) -> bytes:
        lists = _pack_list(self.pairwise) + _pack_list(self.akms)
        pmkids = _pack_list(self.pmkids) if self.pmkids else b""
        return build_element(RSNE_ID, b"\x01\x00" + self.group + lists + self.capabilities + pmkids)


@value
class Mde:
    """Mobility domain element (9.4.2.46): MDID of 2 bytes as sent; capabilities bit 0 is FT over the DS."""

    mdid: bytes
    capabilities: int = 0

    @classmethod
    def parse(cls, body: bytes) -> Self:
        if len(body) < 3:  # noqa: PLR2004  two bytes and one
            raise FrameInvalid(reason="MDE")
        return cls(body[:2], body[2])

    def pack(self) -> bytes:
        return build_element(MDE_ID, self.mdid + bytes((self.capabilities,)))


@value
class Fte:
    """Fast BSS transition element (9.4.2.47): R1KH-ID of 6 bytes, R0KH-ID of 1 to 48."""

    # MIC and nonces are zero in a 4-way handshake.

    r1kh_id: bytes
    r0kh_id: bytes
    mic_control: bytes = bytes(2)
    mic: bytes = bytes(16)
    anonce: bytes = bytes(32)
    snonce: bytes = bytes(32)

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Both key holder IDs must occur; of several the last counts. Raises FrameInvalid."""
        if len(body) < FTE_LAYOUT.size:
            raise FrameInvalid(reason="FTE")
        holders = dict(_iterate_elements(body[FTE_LAYOUT.size :]))
        r1kh_id, r0kh_id = holders.get(R1KH_ID, b""), holders.get(R0KH_ID, b"")
        if len(r1kh_id) != R1KH_BYTES or not 1 <= len(r0kh_id) <= MAX_R0KH_BYTES:
            raise FrameInvalid(reason="FTE")
        return cls(r1kh_id, r0kh_id, *FTE_LAYOUT.unpack_from(body))

    def pack(self) -> bytes:
        fixed = FTE_LAYOUT.pack(self.mic_control, self.mic, self.anonce, self.snonce)
        return build_element(
            FTE_ID, fixed + build_element(R1KH_ID, self.r1kh_id) + build_element(R0KH_ID, self.r0kh_id)
        )


@value
class KeyData:
    rsne: Rsne | None = None
    mde: Mde | None = None
    fte: Fte | None = None

    @classmethod
    def parse(cls, key_data: bytes) -> Self:
        """Parse unencrypted key data; of an element that occurs twice the last counts, as for hostapd.

        Raises FrameInvalid.
        """
        found = dict(_iterate_elements(key_data))
        return cls(
            Rsne.parse(found[RSNE_ID]) if RSNE_ID in found else None,
            Mde.parse(found[MDE_ID]) if MDE_ID in found else None,
            Fte.parse(found[FTE_ID]) if FTE_ID in found else None,
        )


def build_element(kind: int, body: bytes) -> bytes:
    return bytes((kind, len(body))) + body


def _iterate_elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """A single octet at the end is padding, whatever it is, as for hostapd."""
    at = 0
    while at + 1 < len(data) and (head := data[at : at + 2]) != PADDING:
        end = at + 2 + head[1]
        if end > len(data):
            raise FrameInvalid(reason="element length")
        yield head[0], data[at + 2 : end]
        at = end


def _parse_list(data: bytes, size: int) -> tuple[tuple[bytes, ...], bytes]:
    if not data:
        return (), b""
    end = 2 + int.from_bytes(data[:2], "little") * size
    if len(data) < max(2, end):
        raise FrameInvalid(reason="RSNE")
    return tuple(data[at : at + size] for at in range(2, end, size)), data[end:]


def _pack_list(entries: tuple[bytes, ...]) -> bytes:
    return len(entries).to_bytes(2, "little") + b"".join(entries)
