"""Texts in answers that only Cognito can fill."""

import enum
from typing import Annotated

from pydantic import PlainSerializer, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator


class _Missing(enum.Enum):
    """What a field holds in place of None, which answers leave out: it is null on the wire."""

    NULL = None


def _keep_null(text: object, validate: ValidatorFunctionWrapHandler) -> object:
    return _Missing.NULL if text is None or text is _Missing.NULL else validate(text)


def _write(text: str | _Missing | None) -> str | None:
    return text.value if isinstance(text, _Missing) else text


PersonText = Annotated[
    str | None,
    WrapValidator(_keep_null),
    PlainSerializer(_write),
    WithJsonSchema({"type": "string"}),
]
"""A text of a person's profile: null, instead of left out, while Cognito does not answer."""
