"""A device that joins a Wi-Fi network: the access request of its access point, as FreeRADIUS forwards it."""

from __future__ import annotations

from typing import Any

from vault.kernel.mac import format_mac, mac_octets
from vault.wifi.elements import Akm
from vault.wifi.message2 import Exchange, build_psk_message2
from vault.wifi.pmk import derive_pmk

ACCESS_POINT = "02:00:5E:00:53:A0"
DEVICE = "02:00:5E:00:53:01"


def access_request(ssid: str, passphrase: str) -> dict[str, Any]:
    """The attributes of a Ruckus controller for DEVICE with this passphrase, in the JSON format of rlm_rest."""
    ends = Exchange.generate(bssid=mac_octets(ACCESS_POINT), station=mac_octets(DEVICE))
    message = build_psk_message2(derive_pmk(passphrase, ssid), ends, akm=Akm.PSK)
    texts = {
        "User-Name": ends.station.hex(),
        "Calling-Station-Id": format_mac(ends.station).replace(":", "-"),
        "Called-Station-Id": f"{format_mac(ends.bssid).replace(':', '-')}:{ssid}",
        "Ruckus-SSID": ssid,
        "Ruckus-BSSID": f"0x{ends.bssid.hex()}",
        "Ruckus-DPSK-AKM-Suite": f"0x{Akm.PSK.suite.hex()}",
        "Ruckus-DPSK-Anonce": f"0x{ends.anonce.hex()}",
        "Ruckus-DPSK-EAPOL-Key-Frame": f"0x{message.frame.hex()}",
    }
    return {name: {"type": "string", "value": [text]} for name, text in texts.items()}
