"""The request field for an SSID."""

from typing import Annotated

from pydantic import Field

from vault.kernel.constrained_text import constrained_text
from vault.keypools.model import MAX_SSID, MIN_SSID, SSID_PATTERN, SsidNotAllowed, truncate_ssid

MAX_TEXT = 256


def _check_ssid(text: str) -> str:
    truncate_ssid(text)
    return text


Ssid = Annotated[
    str,
    Field(max_length=MAX_TEXT),
    *constrained_text(
        _check_ssid, SsidNotAllowed, minLength=MIN_SSID, maxLength=MAX_SSID, pattern=f"^{SSID_PATTERN.pattern}$"
    ),
]
"""A text from which an SSID can be made; the service truncates it, so that the response can say so."""
