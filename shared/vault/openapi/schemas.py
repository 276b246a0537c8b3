"""JSON schemas of requests and answers: references expanded, each member described, one type a member."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from vault.callers.references import TEXT_BOUNDS
from vault.kernel import vocabulary
from vault.kernel.json_types import JsonObject
from vault.kernel.values import value
from vault.openapi.catalogue import describe_field, enumeration_descriptions
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.endpoint import Endpoint

if TYPE_CHECKING:
    from pydantic import BaseModel

Documented = Endpoint | CommandReceiver

REF = "#/components/schemas/{model}"
NULL = {"type": "null"}
RENAMED: Mapping[str, str] = {"Response": "Success"}
"""Models with the name of a class that generated clients have themselves."""
MAX_NAME = TEXT_BOUNDS["maxLength"]
"""The longest text by which a thing is named."""
PENDING = " Reserved: nothing fills or reads it yet."


@value
class Schemas:
    """Components by name; requests and answers refer to them."""

    components: Mapping[str, JsonObject]
    refs: Mapping[tuple[Any, JsonSchemaMode], JsonObject]

    def request(self, endpoint: Documented) -> JsonObject:
        return self.refs[endpoint.request, "validation"]

    def response(self, endpoint: Documented) -> JsonObject:
        return self.refs[endpoint.response, "serialization"]


def build_schemas(endpoints: list[Documented]) -> Schemas:
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = []
    for each in endpoints:
        models += [(each.request, "validation"), (each.response, "serialization")]
    found, rest = models_json_schema(list(dict.fromkeys(models)), by_alias=True, ref_template=REF)
    refs = {key: _public_names(schema) for key, schema in found.items()}
    raw = {_public_name(name): _public_names(schema) for name, schema in rest.get("$defs", {}).items()}
    asked = _reachable(raw, (schema for (_, mode), schema in refs.items() if mode == "validation"))
    components = {
        name: _describe(name, _request_schema(schema) if name in asked else _response_schema(schema))
        for name, schema in raw.items()
    }
    for each in endpoints:
        if isinstance(each, Endpoint):
            _mark_pending(components, each, refs[each.response, "serialization"])
    return Schemas(components, refs)


def _public_names(schema: Any) -> Any:
    """The schema with references to components by their public names."""
    if isinstance(schema, dict):
        return {key: _public_ref(part) if key == "$ref" else _public_names(part) for key, part in schema.items()}
    return [_public_names(part) for part in schema] if isinstance(schema, list) else schema


def _public_ref(ref: str) -> str:
    return REF.format(model=_public_name(ref.rpartition("/")[2]))


def _public_name(model: str) -> str:
    name = model.lstrip("_")
    return RENAMED.get(name, name)


def _reachable(components: Mapping[str, JsonObject], roots: Iterable[JsonObject]) -> list[str]:
    """The names of the components to which these schemas lead, the nearest first."""
    found: list[str] = []
    names = [name for root in roots for name in _references(root)]
    while names:
        found += [name for name in dict.fromkeys(names) if name not in found]
        names = [
            name
            for known in names
            for name in _references(components.get(known, {}))
            if name not in found and name in components
        ]
    return found


def _references(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].rpartition("/")[2]
        for part in schema.values():
            yield from _references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _references(part)


def _request_schema(schema: JsonObject) -> JsonObject:
    """Replace each reference by the fields that name the thing."""
    properties: JsonObject = {}
    named: JsonObject = {}
    required: list[str] = []
    needed = schema.get("required", [])
    for name, member in schema.get("properties", {}).items():
        reference = _find_reference(member)
        if reference is None:
            properties[name] = _default_in_words(_simplify(member))
            required += [name] * (name in needed and NULL not in member.get("anyOf", ()))
            continue
        by = [vocabulary.wire_name(each) for each in reference["by"]]
        named |= {each: {"type": "string", "maxLength": MAX_NAME, **_alternatives(each, by)} for each in by}
        required += [vocabulary.wire_name(each) for each in reference["required"]]
    for name, member in named.items():
        properties[name] = {**member, **properties.get(name, {})}
    return _with_members(schema, properties, required)


def _default_in_words(member: JsonObject) -> JsonObject:
    """Generators of clients take a member that has a default for one that must be sent."""
    default = member.get("default")
    words = {"description": f" Default: `{json.dumps(default)}`."} if default not in (None, "") else {}
    return {**_without_keywords(member, "default"), **words}


def _alternatives(name: str, names: list[str]) -> JsonObject:
    *more, last = [f"`{each}`" for each in names if each != name] or [""]
    return {"description": f" {', '.join(('This', *more))} or {last} will do."} if last else {}


def _response_schema(schema: JsonObject) -> JsonObject:
    """An answer leaves out what is absent, so that all else is required."""
    members = schema.get("properties", {})
    may_be_absent = {
        name for name, member in members.items() if NULL in member.get("anyOf", ()) or member.get("default", 0) is None
    }
    properties = {name: _without_keywords(_simplify(member), "default") for name, member in members.items()}
    return _with_members(schema, properties, [name for name in members if name not in may_be_absent])


def _with_members(schema: JsonObject, properties: JsonObject, required: list[str]) -> JsonObject:
    rest = _without_keywords(schema, "title", "description", "properties", "required")
    return {
        **rest,
        **({"properties": properties} if "properties" in schema else {}),
        **({"required": sorted(set(required))} if required else {}),
    }


def _simplify(member: JsonObject) -> JsonObject:
    """The member without null, which is the same as leaving it out, and without defaults that are objects or null."""
    parts = [part for part in member.get("anyOf", ()) if part != NULL]
    rest = _without_keywords(member, "title", "anyOf")
    found = {**parts[0], **rest} if len(parts) == 1 else {**rest, **({"anyOf": parts} if parts else {})}
    return _without_keywords(found, "default") if isinstance(found.get("default", 0), dict | None) else found


def _find_reference(member: JsonObject) -> JsonObject | None:
    for part in (member, *member.get("anyOf", ())):
        if "x-reference" in part:
            reference: JsonObject = part["x-reference"]
            return reference
    return None


def _describe(model: str, schema: JsonObject) -> JsonObject:
    described = {
        name: {**member, "description": text + member.get("description", "")}
        if (text := describe_field(model, name))
        else member
        for name, member in schema.get("properties", {}).items()
    }
    of_values = enumeration_descriptions().get(model)
    return {
        **schema,
        **({"properties": described} if described else {}),
        **({"description": of_values} if of_values else {}),
    }


def _mark_pending(components: JsonObject, endpoint: Endpoint, response: JsonObject) -> None:
    """Say at each member that nothing fills it: at the answer's own, or else at those of its parts."""
    for name in endpoint.unimplemented_fields:
        for model in _reachable(components, [response]):
            member = components[model].get("properties", {}).get(name)
            if member is not None:
                member["description"] = member.get("description", "").removesuffix(PENDING) + PENDING
                break


def _without_keywords(schema: JsonObject, *names: str) -> JsonObject:
    return {key: part for key, part in schema.items() if key not in names}
