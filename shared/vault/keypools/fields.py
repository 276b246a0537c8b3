"""The request field that is an SSID."""

from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.errors import Refuses
from vault.keypools.model import LEAST_SSID, MOST_SSID, SsidNotAllowed, ssid_of

MOST_TEXT = 256


def _checked(text: str) -> str:
    try:
        ssid_of(text)
    except SsidNotAllowed as error:
        raise PydanticCustomError(error.code, "not an SSID") from None
    return text


Ssid = Annotated[
    str,
    Field(max_length=MOST_TEXT),
    AfterValidator(_checked),
    Refuses(SsidNotAllowed),
    WithJsonSchema({"type": "string", "minLength": LEAST_SSID, "maxLength": MOST_SSID}),
]
"""A text of which an SSID can be made; it is cut where that is done, so that the answer can say so."""
