"""How many parts an SMS takes (3GPP TS 23.038, 23.040)."""

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_EXTENSION = frozenset("\f^{}\\[~]|€")
"""Each takes two places."""
WHOLE_GSM_7, PART_GSM_7 = 160, 153
WHOLE_UCS_2, PART_UCS_2 = 70, 67


def count_sms_parts(text: str) -> int:
    if set(text) <= GSM_7 | GSM_7_EXTENSION:
        places = len(text) + sum(character in GSM_7_EXTENSION for character in text)
        return _divide(places, WHOLE_GSM_7, PART_GSM_7)
    return _divide(len(text.encode("utf-16-be")) // 2, WHOLE_UCS_2, PART_UCS_2)


def _divide(places: int, whole: int, part: int) -> int:
    return 1 if places <= whole else -(-places // part)
