"""Build and parse EAPOL-Key frames (IEEE Std 802.11-2020, 12.7.2; header of IEEE Std 802.1X-2020, 11.3)."""

import enum
import struct

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value

EAPOL_KEY_PACKET = 3
"""Packet type of EAPOL-Key."""
RSN_DESCRIPTOR = 2
"""Descriptor type of RSN; 254 is that of WPA before 802.11i."""
MIC_LENGTH = 16
MAX_FRAME_BYTES = 2304
"""The largest MSDU."""
# Version, packet type, body length; descriptor, information, key length, counter; nonce, IV, RSC, ID, MIC; data length.
KEY_FRAME_LAYOUT = struct.Struct(">BBH BHHQ 32s16s8s8s16s H")
HEADER_BYTES = 4
MIC_SLICE = slice(81, 97)


class FrameInvalid(DomainError):
    """Malformed or unexpected bytes; `reason` says what is wrong."""

    code = ErrorCode.FRAME_INVALID
    kind = Kind.INVALID


class KeyInfo(enum.IntFlag):
    PAIRWISE = 1 << 3
    INSTALL = 1 << 6
    ACK = 1 << 7
    MIC = 1 << 8
    SECURE = 1 << 9
    ERROR = 1 << 10
    REQUEST = 1 << 11
    ENCRYPTED = 1 << 12


@value
class KeyFrame:
    key_info: int
    nonce: bytes
    key_data: bytes
    version: int = 1
    descriptor: int = RSN_DESCRIPTOR
    key_length: int = 0
    replay_counter: int = 1
    iv: bytes = bytes(16)
    rsc: bytes = bytes(8)
    key_id: bytes = bytes(8)
    mic: bytes = bytes(MIC_LENGTH)
    trailer: bytes = b""
    """Octets of the body behind the key data; the MIC covers them."""

    @property
    def descriptor_version(self) -> int:
        return self.key_info & 0b111

    @property
    def raw(self) -> bytes:
        return self.pack()

    def pack(self) -> bytes:
        length = len(self.key_data)
        head = (
            self.version,
            EAPOL_KEY_PACKET,
            KEY_FRAME_LAYOUT.size - HEADER_BYTES + length + len(self.trailer),
            self.descriptor,
            self.key_info,
            self.key_length,
        )
        fields = (self.replay_counter, self.nonce, self.iv, self.rsc, self.key_id, self.mic)
        return KEY_FRAME_LAYOUT.pack(*head, *fields, length) + self.key_data + self.trailer


def parse_key_frame(frame: bytes) -> KeyFrame:
    """Parse a frame that begins with the 802.1X header; bytes after its body are padding. Raises FrameInvalid."""
    # Any protocol version is accepted, as 802.1X requires, and any key length: stations send 0 or 16. A body may be
    # longer than its key data, as for hostapd: the MIC is that of the whole body.
    if not KEY_FRAME_LAYOUT.size <= len(frame) <= MAX_FRAME_BYTES:
        raise FrameInvalid(reason="length")
    version, packet, body, descriptor, key_info, key_length, counter, *fields, data_length = (
        KEY_FRAME_LAYOUT.unpack_from(frame)
    )
    if packet != EAPOL_KEY_PACKET:
        raise FrameInvalid(reason="packet type")
    if descriptor != RSN_DESCRIPTOR:
        raise FrameInvalid(reason="descriptor type")
    end, end_of_data = HEADER_BYTES + body, KEY_FRAME_LAYOUT.size + data_length
    if not end_of_data <= end <= len(frame):
        raise FrameInvalid(reason="length")
    nonce, iv, rsc, key_id, mic = fields
    return KeyFrame(
        key_info=key_info,
        nonce=nonce,
        key_data=bytes(frame[KEY_FRAME_LAYOUT.size : end_of_data]),
        version=version,
        key_length=key_length,
        replay_counter=counter,
        iv=iv,
        rsc=rsc,
        key_id=key_id,
        mic=mic,
        trailer=bytes(frame[end_of_data:end]),
    )
