"""Checks of generated packets that use none of the project's own code."""

import hashlib
import hmac
from typing import Any


def mic_of(response: dict[str, Any]) -> bytes:
    """The MIC that a WPA2-PSK packet should have (IEEE Std 802.11-2020, 12.7.1.2 and 12.7.2)."""
    addresses = sorted(bytes.fromhex(response[name].replace(":", "")) for name in ("BSSID", "MACAddress"))
    nonces = sorted(bytes.fromhex(response[name]) for name in ("ANonce", "SNonce"))
    seed = b"Pairwise key expansion\0" + b"".join(addresses + nonces) + b"\0"
    kck = hmac.new(bytes.fromhex(response["PMK"]), seed, hashlib.sha1).digest()[:16]
    frame = bytes.fromhex(response["EAPOLFrame"])
    return hmac.new(kck, frame[:81] + bytes(16) + frame[97:], hashlib.sha1).digest()[:16]
