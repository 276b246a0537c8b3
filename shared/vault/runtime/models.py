"""Request and response models: Python names inside, the vocabulary's names on the wire."""

import typing
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, model_validator
from pydantic.fields import FieldInfo

from vault.callers.references import Reference
from vault.kernel import vocabulary
from vault.kernel.errors import DomainError, FieldErrors
from vault.kernel.message_keys import Message
from vault.kernel.messages import LocalizedText, text
from vault.kernel.wire import Wire
from vault.runtime.responses import STATUS_DONE

__all__ = ["Request", "Response", "ResponseWithStatus", "Wire"]

_NO_MESSAGE = text(Message.NONE)


class Request(Wire):
    """The body of a call. A field that names a thing is a reference; the runtime replaces it by the thing."""

    references: ClassVar[Mapping[str, Reference]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Collect the references; their wire names are the vocabulary's too."""
        found = {
            name: ref
            for name, field in cls.model_fields.items()
            for ref in field.metadata
            if isinstance(ref, Reference)
        }
        cls.references = found
        super().__pydantic_init_subclass__(**options)

    @model_validator(mode="before")
    @classmethod
    def gather(cls, body: Any) -> Any:
        """Put the fields of each reference under its name, and nothing else there."""
        if not isinstance(body, dict):
            return body
        named = {vocabulary.wire_name(name): ref.raw_value(body) for name, ref in cls.references.items()}
        rest = {name: value for name, value in body.items() if name not in named}
        return {**rest, **{name: given for name, given in named.items() if given}}


def errors_of_type(kind: Any) -> Iterator[type[DomainError]]:
    """The errors with which a type's parts, or a model's fields, refuse what they get."""
    for mark in getattr(kind, "__metadata__", ()):
        if isinstance(mark, FieldErrors):
            yield from mark.errors
    for part in typing.get_args(kind):
        yield from errors_of_type(part)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for field in kind.model_fields.values():
            yield from errors_of_field(field)


def errors_of_field(field: FieldInfo) -> Iterator[type[DomainError]]:
    """The same for one field."""
    for mark in field.metadata:
        if isinstance(mark, FieldErrors):
            yield from mark.errors
    yield from errors_of_type(field.annotation)


class Response(Wire):
    """The body of an answer; absent optional fields are left out, texts are said in the caller's locale."""

    message: LocalizedText = _NO_MESSAGE
    error_processing: bool = False

    @classmethod
    def from_value(cls, *sources: object, **members: object) -> Self:
        """As `Wire.from_value`; the message is a member, never a source's attribute of that name."""
        return super().from_value(*sources, **{"message": _NO_MESSAGE, **members})


class ResponseWithStatus(Response):
    """An answer that repeats its HTTP status, where the documents show one."""

    status_code: int = STATUS_DONE
