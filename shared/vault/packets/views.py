"""Generated packets and keys in responses: bytes in hex, MAC addresses in capitals with colons."""

from typing import Self

from vault.kernel import mac
from vault.kernel.time import Instant
from vault.kernel.wire import Wire
from vault.packets.model import Dpsk, FtPacket, Packet


class PacketView(Wire):
    """Message 2 of a 4-way handshake with the values that it derives from."""

    eapol_frame: str
    anonce: str
    snonce: str
    bssid: str
    mac_address: str
    pmk: str
    key_version: int
    mic_algorithm: str

    @classmethod
    def from_packet(cls, generated: Packet) -> Self:
        return cls.from_value(
            eapol_frame=generated.message.frame.hex(),
            anonce=generated.exchange.anonce.hex(),
            snonce=generated.exchange.snonce.hex(),
            bssid=mac.format_mac(generated.exchange.bssid),
            mac_address=mac.format_mac(generated.exchange.station),
            pmk=generated.pmk.hex(),
            key_version=generated.message.descriptor_version,
            mic_algorithm=str(generated.message.mic_algorithm),
        )


class FtPacketView(PacketView):
    """The same with the key hierarchy of a fast BSS transition."""

    pmk_r0: str
    pmk_r1: str
    ftie: str
    mdie: str
    r0kh_id: str
    r1kh_id: str
    mdid: str

    @classmethod
    def from_ft_packet(cls, generated: FtPacket) -> Self:
        return cls.from_value(
            PacketView.from_packet(generated),
            pmk_r0=generated.message.r0.key.hex(),
            pmk_r1=generated.message.r1.key.hex(),
            ftie=generated.message.fte.hex(),
            mdie=generated.message.mde.hex(),
            r0kh_id=generated.domain.r0kh_id.decode(),
            r1kh_id=mac.format_mac(generated.message.r1kh_id),
            mdid=generated.domain.mdid.hex(),
        )


class DpskView(Wire):
    attribute_153: str
    dpsk_passphrase: str | None
    pmk: str
    expiration_date: Instant | None
    ssid: str
    venue_id: str

    @classmethod
    def from_dpsk(cls, generated: Dpsk) -> Self:
        return cls.from_value(
            generated,
            attribute_153=generated.attribute,
            dpsk_passphrase=generated.passphrase,
            pmk=generated.pmk.hex(),
            expiration_date=generated.expires_at,
        )
