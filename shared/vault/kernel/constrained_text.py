"""Declare in the type of a request field which domain function validates it."""

from collections.abc import Callable

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.errors import DomainError, FieldErrors

Constraints = tuple[AfterValidator, FieldErrors, WithJsonSchema]


def constrained_text(check: Callable[[str], str], *errors: type[DomainError], **schema: object) -> Constraints:
    """Build the metadata of `Annotated[str, *constrained_text(...)]`.

    `check` normalizes the text or raises one of `errors`; `schema` holds JSON Schema keywords for OpenAPI.
    """

    def validate(text: str) -> str:
        try:
            return check(text)
        except DomainError as error:
            raise PydanticCustomError(error.code, "not in the documented form", error.data) from None

    return AfterValidator(validate), FieldErrors(*errors), WithJsonSchema({"type": "string", **schema})
