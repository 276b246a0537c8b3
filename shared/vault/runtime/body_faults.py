"""What is wrong with the fields of a body, all at once, in the names of the wire."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from vault.callers.references import TEXT_BOUNDS, Reference
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Fault, FieldInvalid, FieldMissing
from vault.kernel.json_types import JsonObject
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import plain_types

CODES = frozenset(ErrorCode)
BOUNDS = (
    "type",
    "format",
    "enum",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "x-earliest",
    "x-latest",
)
"""The keywords of a field's JSON Schema that an answer repeats."""


class TypedFieldInvalid(FieldInvalid):
    """An invalid field under the more telling code that its own type has."""

    def __init__(self, code: ErrorCode, field: str, data: Mapping[str, object]) -> None:
        self.code = code
        super().__init__(**{**data, "field": field})


def to_domain_error(error: ValidationError, model: type[BaseModel]) -> DomainError:
    """What is wrong first, with all faults in the order of the model's fields; never a value that was sent."""
    faults: dict[str, Fault] = {}
    for each in error.errors(include_url=False, include_input=False):
        fault = _to_fault(each, model)
        faults.setdefault(fault.field, fault)
    first, *_ = faults.values()
    first.error.faults = tuple(faults.values())
    return first.error


def _to_fault(details: ErrorDetails, model: type[BaseModel]) -> Fault:
    path, reference, schema = _locate(details["loc"], model)
    if details["type"] == "missing":
        by = map(wire_name, reference.by) if reference else (path, *_stand_ins_of(path, model))
        return Fault(path, FieldMissing(field=tuple(by)), schema)
    return Fault(path, _to_error(details, path), schema)


def _stand_ins_of(path: str, model: type[BaseModel]) -> Iterator[str]:
    for name, field in getattr(model, "stand_ins", {}).items():
        if wire_name(field) == path:
            yield wire_name(name)


def _to_error(details: ErrorDetails, path: str) -> DomainError:
    if details["type"] in CODES:
        return TypedFieldInvalid(ErrorCode(details["type"]), path, details.get("ctx", {}))
    return FieldInvalid(field=path)


def _locate(place: tuple[int | str, ...], model: type[BaseModel]) -> tuple[str, Reference | None, JsonObject]:
    """The field at a place of pydantic's: its path on the wire, its reference if it is one, and its schema."""
    names: list[str] = []
    schema: JsonObject = {}
    within: type[BaseModel] | None = model
    for step, part in enumerate(place):
        found = _find_field(within, part) if within else None
        if within is None or found is None:
            break
        name, field = found
        if reference := getattr(within, "references", {}).get(name):
            by = wire_name(str(place[step + 1]) if len(place) > step + 1 else reference.by[0])
            return by, reference, _accepted_values(within, by) or {"type": "string", **TEXT_BOUNDS}
        names.append(str(part))
        schema = _accepted_values(within, str(part))
        within = next((kind for kind in plain_types(field.annotation) if issubclass(kind, BaseModel)), None)
    return ".".join(names), None, schema


def _find_field(model: type[BaseModel], part: int | str) -> tuple[str, FieldInfo] | None:
    return next(((name, one) for name, one in model.model_fields.items() if part in {one.alias, name}), None)


def _accepted_values(model: type[BaseModel], field: str) -> JsonObject:
    schema = _schema(model)
    parts = _alternatives_of(schema["properties"].get(field, {}), schema.get("$defs", {}))
    return {keyword: part[keyword] for part in parts for keyword in BOUNDS if keyword in part}


@functools.cache
def _schema(model: type[BaseModel]) -> JsonObject:
    return model.model_json_schema()


def _alternatives_of(member: JsonObject, definitions: Mapping[str, Any]) -> Iterator[JsonObject]:
    """The schemas that a member may have, but null."""
    if "$ref" in member:
        yield from _alternatives_of(definitions[member["$ref"].rpartition("/")[2]], definitions)
    elif "anyOf" in member:
        for part in member["anyOf"]:
            yield from _alternatives_of(part, definitions)
    elif member.get("type") != "null":
        yield member
