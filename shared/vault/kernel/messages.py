"""The message catalogue in every locale."""

import functools
import json
import pathlib
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, SerializationInfo
from pydantic_core import CoreSchema, core_schema

from vault.kernel.error_codes import ErrorCode
from vault.kernel.json_types import JsonObject
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.values import value

CATALOGUE_PATH = pathlib.Path(__file__).with_name("messages.json")


@functools.cache
def load_catalogue() -> Mapping[str, Mapping[str, str]]:
    texts: dict[str, dict[str, str]] = json.loads(CATALOGUE_PATH.read_text(encoding="utf-8"))
    return texts


class LocalizedText:
    """Rendered when a response is serialized, in the `locale` of pydantic's serialization context."""

    def in_locale(self, locale: Locale) -> str:
        raise NotImplementedError

    def __deepcopy__(self, _memo: object) -> Self:
        # A model copies its defaults for each answer; what never changes need not be.
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        serializer = core_schema.plain_serializer_function_ser_schema(
            _serialize_in_locale, info_arg=True, return_schema=core_schema.str_schema()
        )
        return core_schema.is_instance_schema(cls, serialization=serializer)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonObject:
        return {"type": "string"}


def _serialize_in_locale(localized: LocalizedText, info: SerializationInfo) -> str:
    return localized.in_locale((info.context or {}).get("locale", Locale.EN_US))


@value
class Text(LocalizedText):
    """`arguments` fill the placeholders of the catalogue's text. Raises KeyError for an unknown key."""

    key: str
    arguments: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        load_catalogue()[self.key]

    def in_locale(self, locale: Locale) -> str:
        arguments = {
            name: argument.in_locale(locale) if isinstance(argument, LocalizedText) else argument
            for name, argument in self.arguments.items()
        }
        return load_catalogue()[self.key][locale].format_map(arguments)


@value
class JoinedTexts(LocalizedText):
    parts: tuple[LocalizedText, ...]

    def in_locale(self, locale: Locale) -> str:
        return " ".join(part.in_locale(locale) for part in self.parts).strip()


def text(key: Message, **arguments: object) -> Text:
    return Text(key, arguments)


def error_key(code: ErrorCode) -> str:
    """The catalogue's key of an error's text."""
    return f"error.{code}"


def error_text(code: ErrorCode, /, **gaps: object) -> Text:
    """The text of an error."""
    return Text(error_key(code), gaps)
