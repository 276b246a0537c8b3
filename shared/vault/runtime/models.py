"""Request and response models: Python names inside, the vocabulary's names on the wire."""

import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Union

from pydantic import BaseModel, ConfigDict, model_validator

from vault.callers.references import Reference
from vault.kernel import vocabulary
from vault.kernel.messages import Spoken, text
from vault.runtime.answers import STATUS_DONE


def bases(annotation: Any) -> Iterator[type]:
    """The plain types behind Annotated and Optional."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from bases(typing.get_args(annotation)[0])
    elif origin in {Union, types.UnionType}:
        for part in typing.get_args(annotation):
            yield from bases(part)
    elif isinstance(annotation, type) and annotation is not types.NoneType:
        yield annotation


class Wire(BaseModel):
    """A JSON object of the API. A field that the vocabulary lacks, or gives another type, fails at import."""

    model_config = ConfigDict(alias_generator=vocabulary.wire, populate_by_name=True, extra="ignore", strict=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_options: Any) -> None:
        """Hold every field against the vocabulary."""
        for name, field in cls.model_fields.items():
            expected = vocabulary.type_of(name)
            if expected and not all(issubclass(kind, expected) for kind in bases(field.annotation)):
                message = f"{cls.__name__}.{name} is {field.annotation}, the vocabulary says {expected.__name__}"
                raise TypeError(message)


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
        named = {vocabulary.wire(name): ref.given(body) for name, ref in cls.references.items()}
        rest = {name: value for name, value in body.items() if name not in named}
        return {**rest, **{name: given for name, given in named.items() if given}}


class Response(Wire):
    """The body of an answer; absent optional fields are left out, texts are said in the caller's locale."""

    message: Spoken = text("message.none")
    error_processing: bool = False


class ResponseWithStatus(Response):
    """An answer that repeats its HTTP status, where the documents show one."""

    status_code: int = STATUS_DONE
