"""Packets and keys as answers show them, under Python's names: bytes in hex, addresses in capitals and colons."""

from typing import Any

from vault.kernel import mac
from vault.packets.model import Dpsk, FtPacket, Packet


def packet(made: Packet) -> dict[str, Any]:
    """What every packet shows."""
    return {
        "eapol_frame": made.message.frame.hex(),
        "anonce": made.exchange.anonce.hex(),
        "snonce": made.exchange.snonce.hex(),
        "bssid": mac.shown(made.exchange.bssid),
        "mac_address": mac.shown(made.exchange.station),
        "pmk": made.pmk.hex(),
        "key_version": made.message.descriptor_version,
        "mic_algorithm": str(made.message.mic_algorithm),
    }


def ft_packet(made: FtPacket) -> dict[str, Any]:
    """What one of a fast transition shows: also the hierarchy, its holders, and the elements as the frame has them."""
    return {
        **packet(made),
        "pmk_r0": made.message.r0.key.hex(),
        "pmk_r1": made.message.r1.key.hex(),
        "ftie": made.message.fte.hex(),
        "mdie": made.message.mde.hex(),
        "r0kh_id": made.domain.r0kh_id.decode(),
        "r1kh_id": mac.shown(made.message.r1kh_id),
        "mdid": made.domain.mdid.hex(),
    }


def dpsk(made: Dpsk) -> dict[str, Any]:
    """What a dynamic key shows; no passphrase where it was made of a PMK."""
    return {
        "attribute_153": made.attribute,
        "dpsk_passphrase": made.passphrase,
        "pmk": made.pmk.hex(),
        "expiration_date": made.expires_at,
        "ssid": made.ssid,
        "venue_id": made.venue_id,
    }
