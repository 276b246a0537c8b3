"""The paper on which a country prints."""

from reportlab.lib.pagesizes import A4, LETTER

LETTER_COUNTRIES = frozenset(
    {"BLZ", "CAN", "CHL", "COL", "CRI", "GTM", "MEX", "NIC", "PAN", "PHL", "PRI", "SLV", "USA", "VEN"}
)
"""ISO 3166 alpha-3 codes of the territories that have US-Letter in CLDR 47, supplementalData, `paperSize`."""


def paper_size(country: str) -> tuple[float, float]:
    """Width and height in points; `country` is an ISO 3166 alpha-3 code."""
    return LETTER if country in LETTER_COUNTRIES else A4
