"""Fields of answers that only Cognito can fill."""

import enum
from typing import Annotated

from pydantic import AfterValidator, PlainSerializer, WithJsonSchema


class _Missing(enum.Enum):
    """What a field holds in place of None, which answers leave out: it is null on the wire."""

    NULL = None


def _keep_null(text: str | None) -> str | _Missing:
    return _Missing.NULL if text is None else text


def _write(text: str | _Missing) -> str | None:
    return text if isinstance(text, str) else text.value


PersonText = Annotated[
    str | None,
    AfterValidator(_keep_null),
    PlainSerializer(_write),
    WithJsonSchema({"type": "string"}),
]
"""A text of a person's profile: null, instead of left out, while Cognito does not answer."""
