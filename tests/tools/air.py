"""A handshake as a sniffer captures it, as a capture file (IEEE Std 802.11-2020, 9.3; libpcap's format)."""

import struct
from dataclasses import dataclass, replace
from pathlib import Path

from vault.wifi.eapol import KeyFrame, KeyInfo
from vault.wifi.elements import Rsne, build_element
from vault.wifi.message2 import Exchange, FtMessage2, Message2
from vault.wifi.mic import compute_mic

PCAP, IEEE_802_11, MOST = 0xA1B2C3D4, 105, 65535
EVERYBODY = b"\xff" * 6
BEACON, FROM_AP, TO_AP = b"\x80\x00", b"\x08\x02", b"\x08\x01"
LLC = bytes.fromhex("aaaa03000000888e")
SSID, RATES, CHANNEL, VENDOR = 0, 1, 3, 221
GTK = bytes.fromhex("dd16000fac010100") + bytes(range(16))


@dataclass(frozen=True)
class CapturedHandshake:
    """A handshake at an access point with an SSID."""

    ssid: str
    exchange: Exchange
    message: Message2

    def save(self, folder: Path) -> Path:
        """Write a capture of the beacon and of messages 1 to 3."""
        file = folder / "heard.pcap"
        head = struct.pack("<IHHiIII", PCAP, 2, 4, 0, 0, MOST, IEEE_802_11)
        frames = (self.beacon(), self.from_ap(self.message1()), self.to_ap(), self.from_ap(self.message3()))
        records = (struct.pack("<IIII", at, 0, len(frame), len(frame)) + frame for at, frame in enumerate(frames))
        file.write_bytes(head + b"".join(records))
        return file

    def beacon(self) -> bytes:
        """The access point's beacon frame."""
        bssid, message = self.exchange.bssid, self.message
        security = Rsne((message.akm.suite,)).pack() + (message.mde if isinstance(message, FtMessage2) else b"")
        rates = build_element(RATES, b"\x82\x84\x8b\x96") + build_element(CHANNEL, b"\x01")
        body = bytes(8) + b"\x64\x00\x11\x00" + build_element(SSID, self.ssid.encode()) + rates + security
        return BEACON + bytes(2) + EVERYBODY + bssid + bssid + bytes(2) + body

    def from_ap(self, frame: bytes) -> bytes:
        """A frame from the access point to the station."""
        return FROM_AP + bytes(2) + self.exchange.station + self.exchange.bssid * 2 + bytes(2) + LLC + frame

    def to_ap(self) -> bytes:
        """Message 2 from the station to the access point."""
        bssid = self.exchange.bssid
        return TO_AP + bytes(2) + bssid + self.exchange.station + bssid + bytes(2) + LLC + self.message.frame

    def message1(self) -> bytes:
        """Message 1, with the access point's nonce."""
        info = KeyInfo.PAIRWISE | KeyInfo.ACK | self.message.descriptor_version
        return KeyFrame(key_info=info, nonce=self.exchange.anonce, key_data=b"", version=2, key_length=16).pack()

    def message3(self) -> bytes:
        """Message 3, with the MIC that proves the access point's key, and a wrapped group key."""
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap

        info = KeyInfo.PAIRWISE | KeyInfo.INSTALL | KeyInfo.ACK | KeyInfo.MIC | KeyInfo.SECURE | KeyInfo.ENCRYPTED
        data = self.message.frame[99:] + GTK
        padded = data + (bytes((VENDOR,)) + bytes(7))[: -len(data) % 8]
        unsigned = KeyFrame(
            key_info=info | self.message.descriptor_version,
            nonce=self.exchange.anonce,
            key_data=aes_key_wrap(self.message.ptk.kek, padded),
            version=2,
            key_length=16,
            replay_counter=2,
        )
        code = compute_mic(self.message.ptk.kck, unsigned.pack(), self.message.mic_algorithm)
        return replace(unsigned, mic=code).pack()
