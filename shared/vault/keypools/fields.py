"""The request field that is an SSID."""

from typing import Annotated

from pydantic import Field

from vault.kernel.checked import checked
from vault.keypools.model import LEAST_SSID, MOST_SSID, SsidNotAllowed, ssid_of

MOST_TEXT = 256


def _whole(text: str) -> str:
    ssid_of(text)
    return text


Ssid = Annotated[
    str,
    Field(max_length=MOST_TEXT),
    *checked(_whole, SsidNotAllowed, minLength=LEAST_SSID, maxLength=MOST_SSID),
]
"""A text of which an SSID can be made; it is cut where that is done, so that the answer can say so."""
