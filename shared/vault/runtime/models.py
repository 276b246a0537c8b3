"""Request and response models: Python names inside, the vocabulary's names on the wire."""

import typing
from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

from pydantic import BaseModel, Field, GetJsonSchemaHandler, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema

from vault.callers.references import Lookup, Naming, Reference
from vault.kernel import vocabulary
from vault.kernel.errors import DomainError, FieldErrors
from vault.kernel.json_types import JsonObject
from vault.kernel.message_keys import Message
from vault.kernel.messages import LocalizedText, text
from vault.kernel.wire import StandsFor, Wire, annotation_metadata
from vault.runtime.request_checks import check_references
from vault.runtime.responses import STATUS_DONE

__all__ = ["Request", "Response", "ResponseWithStatus", "SignedInRequest", "Wire"]


def _marks_of(field: FieldInfo) -> tuple[object, ...]:
    """What Annotated carries at a field, outside and inside of Optional."""
    return (*field.metadata, *annotation_metadata(field.annotation))


def _find_reference(field: FieldInfo) -> Reference | None:
    marks = _marks_of(field)
    lookup = next((mark for mark in marks if isinstance(mark, Lookup)), None)
    naming = next((mark for mark in marks if isinstance(mark, Naming)), Naming())
    return Reference(lookup, naming, field.is_required()) if lookup else None


def _find_stand_ins(fields: Mapping[str, FieldInfo]) -> Iterator[tuple[str, str]]:
    for name, field in fields.items():
        yield from ((name, mark.field) for mark in _marks_of(field) if isinstance(mark, StandsFor))


_NO_MESSAGE = text(Message.NONE)


class Request(Wire):
    """The body of a call. A field that names a thing is a reference; the runtime replaces it by the thing."""

    references: ClassVar[Mapping[str, Reference]] = {}
    stand_ins: ClassVar[Mapping[str, str]] = {}
    """Fields that may be given in place of others, and those others."""

    @classmethod
    def __pydantic_init_subclass__(cls, **options: object) -> None:
        """Collect references and stand-ins. Raises TypeError where the model lacks what a reference wants."""
        cls.stand_ins = dict(_find_stand_ins(cls.model_fields))
        found = {name: _find_reference(field) for name, field in cls.model_fields.items()}
        cls.references = {name: reference for name, reference in found.items() if reference}
        check_references(cls, cls.references)
        super().__pydantic_init_subclass__(**options)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonObject:
        """Mark the references, which the API's document replaces by the fields that name the thing."""
        described = handler(schema)
        properties = handler.resolve_ref_schema(described)["properties"]
        for name, reference in cls.references.items():
            properties[vocabulary.wire_name(name)] = {"x-reference": reference.documented_fields()}
        return described

    @model_validator(mode="before")
    @classmethod
    def gather(cls, body: object) -> object:
        """Put the fields of each reference under its name, and nothing else there; and a stand-in where it stands."""
        if not isinstance(body, dict):
            return body
        names = ((vocabulary.wire_name(name), vocabulary.wire_name(field)) for name, field in cls.stand_ins.items())
        standing = {field: body[name] for name, field in names if body.get(name) not in (None, "")}
        named = {vocabulary.wire_name(name): ref.raw_value(body) for name, ref in cls.references.items()}
        rest = {name: value for name, value in body.items() if name not in named}
        return {**rest, **standing, **{name: given for name, given in named.items() if given}}


class SignedInRequest(Request):
    """The runtime reads both fields itself, before the body is validated."""

    access_token: str
    operator_id: str | None = Field(None, max_length=512)


def errors_of_references(request: type[Request]) -> Iterator[type[DomainError]]:
    """The errors of references whose thing is not there."""
    for reference in request.references.values():
        if reference.may_be_refused:
            yield reference.lookup.not_found_error


def errors_of_type(kind: object) -> Iterator[type[DomainError]]:
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
