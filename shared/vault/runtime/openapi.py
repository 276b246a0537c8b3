"""Build the OpenAPI 3.1 document from the declarations of endpoints."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from vault.kernel import vocabulary
from vault.kernel.errors import DomainError
from vault.kernel.json_types import JsonObject
from vault.kernel.locales import Locale
from vault.kernel.messages import error_key, load_catalogue
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.endpoint import Endpoint
from vault.runtime.idempotency import REPLAYED_HEADER

if TYPE_CHECKING:
    from pydantic import BaseModel

Documented = Endpoint | CommandReceiver

Schemas = Mapping[tuple[Any, JsonSchemaMode], JsonObject]

SIGNED_WITH = "x-amazon-apigateway-authtype"
SIGNED_IN = vocabulary.wire_name("access_token")
RADIUS_SERVER = "RADIUSServer"
REGION = "Region"
REF = "#/components/schemas/{model}"
ERROR_MEMBERS: Mapping[str, JsonObject] = {
    "error_processing": {"const": True, "type": "boolean"},
    "message": {"type": "string", "description": "In the caller's locale."},
    "status_code": {"type": "integer"},
    "error_code": {"type": "string", "description": "Stable; what programs look at."},
}
ERROR = {
    "type": "object",
    "required": [vocabulary.wire_name(name) for name in ERROR_MEMBERS],
    "properties": {vocabulary.wire_name(name): schema for name, schema in ERROR_MEMBERS.items()},
}
DESCRIPTION = """Every call is a POST of a JSON object. `AccessToken` in the body, or a bearer token, identifies the
caller. The `Origin` header is the console's; it identifies the operator where nobody is signed in. Unknown fields are
ignored. A write that is repeated within a day with the same `Idempotency-Key` header (at most 255 characters) returns
the first response, with the header `Idempotent-Replayed`. A response with the header `X-Replica-Lag-Seconds` may lack
writes of that many seconds."""
REPLAYED: JsonObject = {
    REPLAYED_HEADER: {
        "schema": {"const": "true"},
        "description": "The write was carried out before, with the same `Idempotency-Key`; this is its first response.",
    }
}


def document(endpoints: Iterable[Documented], *, stage: str = "preview", server: str = "") -> JsonObject:
    """`server` is the URL before the stage."""
    listed = sorted(endpoints, key=lambda each: each.path)
    schemas, components = _schemas_by_model(listed)
    return {
        "openapi": "3.1.0",
        "info": {"title": "VAULT API", "version": "3.0.0", "description": DESCRIPTION},
        "servers": [{"url": f"{server}/{stage}"}],
        "tags": [{"name": group} for group in dict.fromkeys(each.group for each in listed)],
        "paths": {each.path: {"post": _operation(each, schemas)} for each in listed},
        "components": {
            "schemas": {**components, "Error": ERROR},
            "securitySchemes": {
                SIGNED_IN: {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                RADIUS_SERVER: {"type": "http", "scheme": "basic"},
                REGION: {"type": "apiKey", "name": "Authorization", "in": "header", SIGNED_WITH: "awsSigv4"},
            },
        },
    }


def _schemas_by_model(endpoints: list[Documented]) -> tuple[Schemas, JsonObject]:
    """By model and direction, with the components that they refer to, in which references are expanded."""
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = []
    for each in endpoints:
        models += [(each.request, "validation"), (each.response, "serialization")]
    schemas, rest = models_json_schema(list(dict.fromkeys(models)), by_alias=True, ref_template=REF)
    components = {name: _expand_references(schema) for name, schema in rest.get("$defs", {}).items()}
    return schemas, components


def _expand_references(schema: JsonObject) -> JsonObject:
    """Replace each reference of a request by the fields that name the thing."""
    properties: JsonObject = {}
    required: list[str] = []
    needed = schema.get("required", [])
    for name, member in schema.get("properties", {}).items():
        reference = _find_reference(member)
        if reference is None:
            properties[name] = {**_without_text_default(member), **properties.get(name, {})}
            required += [name] * (name in needed and not _may_be_left_out(member))
            continue
        for by in reference["by"]:
            properties.setdefault(vocabulary.wire_name(by), {"type": "string", "maxLength": 512})
        required += [vocabulary.wire_name(by) for by in reference["required"]]
    expanded = {**schema, "properties": properties} if "properties" in schema else schema
    return {**expanded, "required": sorted(set(required))} if required else _without_keyword(expanded, "required")


def _may_be_left_out(member: JsonObject) -> bool:
    return any(part.get("type") == "null" for part in member.get("anyOf", ()))


def _without_text_default(member: JsonObject) -> JsonObject:
    return _without_keyword(member, "default") if isinstance(member.get("default"), dict) else member


def _find_reference(member: JsonObject) -> JsonObject | None:
    for part in (member, *member.get("anyOf", ())):
        if "x-reference" in part:
            reference: JsonObject = part["x-reference"]
            return reference
    return None


def _without_keyword(schema: JsonObject, name: str) -> JsonObject:
    return {key: value for key, value in schema.items() if key != name}


def _operation(each: Documented, schemas: Schemas) -> JsonObject:
    summary, _, description = each.summary.partition("\n")
    return {
        "operationId": each.function_name.removeprefix("vault_"),
        "tags": [each.group],
        "summary": summary,
        **({"description": description.strip()} if description.strip() else {}),
        **_security(each),
        "requestBody": {"required": True, "content": _content(schemas[each.request, "validation"])},
        "responses": {
            "200": {
                "description": "Done.",
                **({"headers": REPLAYED} if isinstance(each, Endpoint) and each.may_be_replayed else {}),
                "content": _content(
                    schemas[each.response, "serialization"],
                    *(each.alternate_media if isinstance(each, Endpoint) else ()),
                ),
            },
            **_error_responses(each),
        },
        "x-permission": str(each.requires),
        **(_extensions(each) if isinstance(each, Endpoint) else {}),
    }


def _extensions(each: Endpoint) -> JsonObject:
    return {
        **({"x-command": each.command} if each.command else {}),
        **({"x-pending": list(each.unimplemented_fields)} if each.unimplemented_fields else {}),
    }


def _security(each: Documented) -> JsonObject:
    if isinstance(each, CommandReceiver):
        return {"security": [{REGION: []}]}
    if each.is_for_radius_servers:
        return {"security": [{RADIUS_SERVER: []}]}
    console = {"name": "Origin", "in": "header", "schema": {"type": "string"}, "description": "The console."}
    return {**({"security": [{SIGNED_IN: []}]} if each.takes_access_token else {}), "parameters": [console]}


def _content(schema: JsonObject, *media_types: str) -> JsonObject:
    return {"application/json": {"schema": schema}, **{media_type: {} for media_type in media_types}}


def _error_responses(each: Documented) -> JsonObject:
    by_status: dict[int, list[type[DomainError]]] = {}
    for error in each.errors:
        by_status.setdefault(each.status_for(error.kind), []).append(error)
    return {
        str(status): {
            "description": "\n".join(f"- `{error.code}`: {_error_text(error)}" for error in errors),
            "content": _content({"$ref": REF.format(model="Error")}),
        }
        for status, errors in sorted(by_status.items())
    }


def _error_text(error: type[DomainError]) -> str:
    return load_catalogue()[error_key(error.code)][Locale.EN_US]
