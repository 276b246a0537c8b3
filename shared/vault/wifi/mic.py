"""The message integrity code of EAPOL-Key frames (IEEE Std 802.11-2020, 12.7.2 and 12.7.3)."""

import enum
import hmac

from vault.wifi.eapol import MIC, MIC_LENGTH, FrameInvalid
from vault.wifi.elements import Akm


class Algorithm(enum.StrEnum):
    """What a MIC is computed with; both give 16 bytes."""

    HMAC_SHA1_128 = "HMAC-SHA1-128"
    AES_128_CMAC = "AES-128-CMAC"


# Version 0 is for AKMs that define their own, none of which is here; 1 is TKIP's HMAC-MD5, deprecated.
OF_AKM = {
    Akm.PSK: (2, Algorithm.HMAC_SHA1_128),
    Akm.FT_PSK: (3, Algorithm.AES_128_CMAC),
    Akm.PSK_SHA256: (3, Algorithm.AES_128_CMAC),
}
"""The descriptor version of an AKM's frames, and the algorithm of their MIC."""


def algorithm(descriptor_version: int, akm: Akm) -> Algorithm:
    """The algorithm of a frame's MIC; version 1 (TKIP) is not supported. Errors: FrameInvalid (they do not agree)."""
    version, by = OF_AKM[akm]
    if version != descriptor_version:
        raise FrameInvalid(reason="descriptor version")
    return by


def mic(kck: bytes, frame: bytes, by: Algorithm) -> bytes:
    """The MIC of a frame without padding, whatever stands in the MIC's own place, under a KCK of 16 bytes."""
    covered = zeroed(frame)
    if by is Algorithm.HMAC_SHA1_128:
        return hmac.digest(kck, covered, "sha1")[:MIC_LENGTH]
    return cmac(kck, covered)


def zeroed(frame: bytes) -> bytes:
    """What a MIC covers: the frame with zeros in the MIC's place."""
    return frame[: MIC.start] + bytes(MIC_LENGTH) + frame[MIC.stop :]


def cmac(key: bytes, data: bytes) -> bytes:
    """AES-128-CMAC (IETF RFC 4493)."""
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.cmac import CMAC

    code = CMAC(AES(key))
    code.update(data)
    return code.finalize()
