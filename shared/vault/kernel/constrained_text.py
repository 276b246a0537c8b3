"""How the type of a request's field says that a function of the domain checks it."""

from collections.abc import Callable

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.errors import DomainError, FieldErrors

Constraints = tuple[AfterValidator, FieldErrors, WithJsonSchema]


def constrained_text(check: Callable[[str], str], *errors: type[DomainError], **schema: object) -> Constraints:
    """For `Annotated[str, *checked(...)]`: what gives the text its form, or raises one of the errors.

    The keywords are JSON Schema's, for the contract.
    """

    def validate(text: str) -> str:
        try:
            return check(text)
        except DomainError as error:
            raise PydanticCustomError(error.code, "not in the documented form", error.data) from None

    return AfterValidator(validate), FieldErrors(*errors), WithJsonSchema({"type": "string", **schema})
