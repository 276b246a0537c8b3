"""The MIC of EAPOL-Key frames (IEEE Std 802.11-2020, 12.7.2 and 12.7.3)."""

import enum
import hmac

from vault.wifi.eapol import MIC_LENGTH, MIC_SLICE, FrameInvalid
from vault.wifi.elements import Akm


class MicAlgorithm(enum.StrEnum):
    HMAC_SHA1_128 = "HMAC-SHA1-128"
    AES_128_CMAC = "AES-128-CMAC"


# Descriptor version 0 leaves the algorithm to the AKM, none of which is supported; 1 is TKIP's HMAC-MD5, deprecated.
MIC_BY_AKM = {
    Akm.PSK: (2, MicAlgorithm.HMAC_SHA1_128),
    Akm.FT_PSK: (3, MicAlgorithm.AES_128_CMAC),
    Akm.PSK_SHA256: (3, MicAlgorithm.AES_128_CMAC),
}
"""Key descriptor version and MIC algorithm by AKM."""


def select_mic_algorithm(descriptor_version: int, akm: Akm) -> MicAlgorithm:
    """Raises FrameInvalid where version and AKM disagree, also for version 1 (TKIP)."""
    version, by = MIC_BY_AKM[akm]
    if version != descriptor_version:
        raise FrameInvalid(reason="descriptor version")
    return by


def compute_mic(kck: bytes, frame: bytes, by: MicAlgorithm) -> bytes:
    """MIC of a frame without padding, its MIC field taken as zero; the KCK has 16 bytes."""
    mic_input = zero_mic(frame)
    if by is MicAlgorithm.HMAC_SHA1_128:
        return hmac.digest(kck, mic_input, "sha1")[:MIC_LENGTH]
    return aes_cmac(kck, mic_input)


def zero_mic(frame: bytes) -> bytes:
    return frame[: MIC_SLICE.start] + bytes(MIC_LENGTH) + frame[MIC_SLICE.stop :]


def aes_cmac(key: bytes, data: bytes) -> bytes:
    """AES-128-CMAC (RFC 4493)."""
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.cmac import CMAC

    code = CMAC(AES(key))
    code.update(data)
    return code.finalize()
