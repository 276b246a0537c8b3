"""Packets and keys as response fields, by Python name: bytes in hex, MAC addresses in capitals with colons."""

from vault.kernel import mac
from vault.kernel.json_types import JsonObject
from vault.packets.model import Dpsk, FtPacket, Packet


def packet_fields(generated: Packet) -> JsonObject:
    return {
        "eapol_frame": generated.message.frame.hex(),
        "anonce": generated.exchange.anonce.hex(),
        "snonce": generated.exchange.snonce.hex(),
        "bssid": mac.format_mac(generated.exchange.bssid),
        "mac_address": mac.format_mac(generated.exchange.station),
        "pmk": generated.pmk.hex(),
        "key_version": generated.message.descriptor_version,
        "mic_algorithm": str(generated.message.mic_algorithm),
    }


def ft_packet_fields(generated: FtPacket) -> JsonObject:
    return {
        **packet_fields(generated),
        "pmk_r0": generated.message.r0.key.hex(),
        "pmk_r1": generated.message.r1.key.hex(),
        "ftie": generated.message.fte.hex(),
        "mdie": generated.message.mde.hex(),
        "r0kh_id": generated.domain.r0kh_id.decode(),
        "r1kh_id": mac.format_mac(generated.message.r1kh_id),
        "mdid": generated.domain.mdid.hex(),
    }


def dpsk_fields(generated: Dpsk) -> JsonObject:
    return {
        "attribute_153": generated.attribute,
        "dpsk_passphrase": generated.passphrase,
        "pmk": generated.pmk.hex(),
        "expiration_date": generated.expires_at,
        "ssid": generated.ssid,
        "venue_id": generated.venue_id,
    }
