"""The payload of a Wi-Fi QR code."""

SPECIAL = str.maketrans({character: f"\\{character}" for character in '\\;,":'})


def wifi_uri(ssid: str, passphrase: str) -> str:
    """`WIFI:T:WPA;S:...;P:...;;` (WPA3 Specification, section 7; special characters escaped as in MECARD).

    Hexadecimal values are not quoted: iOS takes quotes for a part of the value, Android accepts both.
    """
    return f"WIFI:T:WPA;S:{ssid.translate(SPECIAL)};P:{passphrase.translate(SPECIAL)};;"
