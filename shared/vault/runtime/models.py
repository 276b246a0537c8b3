"""Request and response models: Python names inside, the vocabulary's names on the wire."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import model_validator

from vault.callers.references import Reference
from vault.kernel import vocabulary
from vault.kernel.messages import Spoken, text
from vault.kernel.wire import Wire
from vault.runtime.answers import STATUS_DONE

__all__ = ["Request", "Response", "ResponseWithStatus", "Wire"]


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
