"""What a Wi-Fi QR code says."""

SPECIAL = str.maketrans({character: f"\\{character}" for character in '\\;,":'})


def wifi_uri(ssid: str, passphrase: str) -> str:
    """`WIFI:T:WPA;S:...;P:...;;` (WPA3 Specification, section 7; the specials escaped as in MECARD, as phones read it).

    A value of hexadecimal digits gets no quotes: iOS would take them for a part of it, Android reads a text either way.
    """
    return f"WIFI:T:WPA;S:{ssid.translate(SPECIAL)};P:{passphrase.translate(SPECIAL)};;"
