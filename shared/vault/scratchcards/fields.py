"""The request field that begins every card of a batch."""

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.errors import Refuses
from vault.kernel.tokens import USER_PART, KeyTextInvalid
from vault.scratchcards.model import MOST_USER_PART


def _checked(text: str) -> str:
    if len(text) > MOST_USER_PART or not USER_PART.fullmatch(text):
        raise PydanticCustomError(KeyTextInvalid.__name__, "not the beginning of a key")
    return text


CardPrefix = Annotated[
    str,
    AfterValidator(_checked),
    Refuses(KeyTextInvalid),
    WithJsonSchema({"type": "string", "minLength": 0, "maxLength": MOST_USER_PART}),
]
