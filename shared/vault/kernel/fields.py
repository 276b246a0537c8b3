"""Types of request fields that many models share: cleaned lines of text, and choices."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.errors import DomainError
from vault.kernel.sanitise import plain_text


def cleaned(most: int) -> Callable[[str], str]:
    """What trims a line, takes its tags out and refuses it where it is too long."""

    def clean(text: str) -> str:
        try:
            return plain_text(text, most)
        except DomainError as error:
            raise PydanticCustomError(error.code, "not a line of text", {"most": most}) from None

    return clean


Line20 = Annotated[str, AfterValidator(cleaned(20)), WithJsonSchema({"type": "string", "maxLength": 20})]
Line40 = Annotated[str, AfterValidator(cleaned(40)), WithJsonSchema({"type": "string", "maxLength": 40})]
Line64 = Annotated[str, AfterValidator(cleaned(64)), WithJsonSchema({"type": "string", "maxLength": 64})]
Line100 = Annotated[str, AfterValidator(cleaned(100)), WithJsonSchema({"type": "string", "maxLength": 100})]
Line256 = Annotated[str, AfterValidator(cleaned(256)), WithJsonSchema({"type": "string", "maxLength": 256})]
PostalCode = Annotated[str, AfterValidator(cleaned(10)), WithJsonSchema({"type": "string", "maxLength": 10})]
