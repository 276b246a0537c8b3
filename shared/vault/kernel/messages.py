"""The one catalogue of what callers read, in every locale."""

import functools
import json
import pathlib
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, SerializationInfo
from pydantic_core import CoreSchema, core_schema

from vault.kernel.error_codes import ErrorCode
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.values import value

CATALOGUE = pathlib.Path(__file__).with_name("messages.json")


@functools.cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every text by its key, then by its locale."""
    texts: dict[str, dict[str, str]] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return texts


class Spoken:
    """What is said in the caller's locale, which a model's serialisation gets as the context's `locale`."""

    def in_locale(self, locale: Locale) -> str:
        """The words in this locale."""
        raise NotImplementedError

    def __deepcopy__(self, _memo: object) -> Self:
        # A model copies its defaults for each answer; what never changes need not be.
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """A field of a response that holds a text."""
        said = core_schema.plain_serializer_function_ser_schema(
            in_context, info_arg=True, return_schema=core_schema.str_schema()
        )
        return core_schema.is_instance_schema(cls, serialization=said)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """A string on the wire."""
        return {"type": "string"}


def in_context(spoken: Spoken, info: SerializationInfo) -> str:
    """A text as the answer says it."""
    return spoken.in_locale((info.context or {}).get("locale", Locale.EN_US))


@value
class Text(Spoken):
    """A sentence: its key in the catalogue and what fills its gaps. An unknown key is a KeyError."""

    key: str
    gaps: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        catalogue()[self.key]

    def in_locale(self, locale: Locale) -> str:
        """The sentence; texts among the gaps are said in the same locale."""
        gaps = {name: gap.in_locale(locale) if isinstance(gap, Spoken) else gap for name, gap in self.gaps.items()}
        return catalogue()[self.key][locale].format_map(gaps)


@value
class Texts(Spoken):
    """Several sentences, said one after the other."""

    parts: tuple[Spoken, ...]

    def in_locale(self, locale: Locale) -> str:
        """The sentences, parted by spaces."""
        return " ".join(part.in_locale(locale) for part in self.parts).strip()


def text(key: Message, **gaps: object) -> Text:
    """The text with this key."""
    return Text(key, gaps)


def error_key(code: ErrorCode) -> str:
    """The catalogue's key of an error's text."""
    return f"error.{code}"


def error_text(code: ErrorCode, /, **gaps: object) -> Text:
    """The text of an error."""
    return Text(error_key(code), gaps)
