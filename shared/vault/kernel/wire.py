"""JSON objects of the API: Python names inside, the vocabulary's names on the wire."""

import enum
import types
import typing
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Annotated, Self, TypeVar, Union

from pydantic import BaseModel, ConfigDict, Field

from vault.kernel import vocabulary
from vault.kernel.values import value

_ABSENT = object()


@value
class Open:
    """Marks a field whose JSON object may have any members, and says why: `Annotated[JsonObject, Open("...")]`."""

    reason: str


@value
class StandsFor:
    """Marks a field of a request that may be given in place of another one: `Annotated[str, StandsFor("country")]`."""

    field: str


E = TypeVar("E", bound=enum.Enum)
Choice = Annotated[E, Field(strict=False)]
"""A member of an enum, given by its value."""


def plain_types(annotation: object) -> Iterator[type]:
    """Yield the classes inside Annotated, Optional and unions."""
    return (part for part in _parts(annotation) if isinstance(part, type) and part is not types.NoneType)


def allows_none(annotation: object) -> bool:
    return types.NoneType in _parts(annotation)


def annotation_metadata(annotation: object) -> Iterator[object]:
    """Yield what Annotated carries inside Optional and unions."""
    for part in _parts(annotation):
        yield from getattr(part, "__metadata__", ())


def _parts(annotation: object) -> Iterator[object]:
    origin = typing.get_origin(annotation)
    if origin in {Union, types.UnionType}:
        for part in typing.get_args(annotation):
            yield from _parts(part)
        return
    yield annotation
    if origin is Annotated:
        yield from _parts(typing.get_args(annotation)[0])


class Wire(BaseModel):
    """A JSON object of the API; a field with a name or type that the vocabulary lacks fails at import.

    Input has the names of the wire alone; `from_value` takes the Python names alone.
    """

    model_config = ConfigDict(alias_generator=vocabulary.wire_name, extra="ignore", strict=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_options: object) -> None:
        for name, field in cls.model_fields.items():
            expected = vocabulary.wire_type(name)
            if expected and not all(issubclass(kind, expected) for kind in plain_types(field.annotation)):
                message = f"{cls.__name__}.{name} is {field.annotation}, the vocabulary says {expected.__name__}"
                raise TypeError(message)

    @classmethod
    def from_value(cls, *sources: object, **members: object) -> Self:
        """Build from `members`, and read the other fields from the attributes of `sources` with the fields' names.

        The first source that has a field counts, a dict by its keys. Raises TypeError for a member that is no field.
        """
        fields = cls.__pydantic_fields__
        if cls.model_config["extra"] == "ignore" and not members.keys() <= fields.keys():
            message = f"{cls.__name__} has no {', '.join(sorted(members.keys() - fields.keys()))}"
            raise TypeError(message)
        for source in sources:
            members = {**_read_fields(source, fields, members), **members}
        built: Self = cls.__pydantic_validator__.validate_python(
            members, from_attributes=True, by_name=True, by_alias=False
        )
        return built


def _read_fields(source: object, names: Iterable[str], known: Container[str]) -> Mapping[str, object]:
    if isinstance(source, dict):
        return source
    if isinstance(source, BaseModel):
        return vars(source)
    found = {}
    for name in names:
        if name not in known and (read := getattr(source, name, _ABSENT)) is not _ABSENT:
            found[name] = read
    return found
