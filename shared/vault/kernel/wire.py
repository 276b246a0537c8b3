"""JSON objects of the API: Python names inside, the vocabulary's names on the wire."""

import types
import typing
from collections.abc import Iterable, Iterator
from typing import Self, Union

from pydantic import BaseModel, ConfigDict

from vault.kernel import vocabulary
from vault.kernel.values import value

_ABSENT = object()


@value
class Open:
    """Marks a field whose JSON object may have any members, and says why: `Annotated[JsonObject, Open("...")]`."""

    reason: str


def plain_types(annotation: object) -> Iterator[type]:
    """Yield the classes inside Annotated, Optional and unions."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from plain_types(typing.get_args(annotation)[0])
    elif origin in {Union, types.UnionType}:
        for part in typing.get_args(annotation):
            yield from plain_types(part)
    elif isinstance(annotation, type) and annotation is not types.NoneType:
        yield annotation


class Wire(BaseModel):
    """A JSON object of the API; a field with a name or type that the vocabulary lacks fails at import."""

    model_config = ConfigDict(alias_generator=vocabulary.wire_name, populate_by_name=True, extra="ignore", strict=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_options: object) -> None:
        for name, field in cls.model_fields.items():
            expected = vocabulary.wire_type(name)
            if expected and not all(issubclass(kind, expected) for kind in plain_types(field.annotation)):
                message = f"{cls.__name__}.{name} is {field.annotation}, the vocabulary says {expected.__name__}"
                raise TypeError(message)

    @classmethod
    def from_value(cls, *sources: object, **members: object) -> Self:
        """Build from `members`, and for other fields from the sources' attributes of the same (Python) name.

        The first source that has it counts; a dict has its keys. Raises TypeError for a member that is no field.
        """
        fields = cls.model_fields
        if cls.model_config["extra"] == "ignore" and not fields.keys() >= members.keys():
            message = f"{cls.__name__} has no {', '.join(sorted(members.keys() - fields.keys()))}"
            raise TypeError(message)
        for source in sources:
            members = {**_read_fields(source, fields.keys() - members.keys()), **members}
        return cls.model_validate(members, from_attributes=True)


def _read_fields(source: object, names: Iterable[str]) -> dict[str, object]:
    if isinstance(source, dict):
        return source
    found = ((name, getattr(source, name, _ABSENT)) for name in names)
    return {name: read for name, read in found if read is not _ABSENT}
