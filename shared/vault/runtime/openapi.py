"""The OpenAPI 3.1 document of endpoints, made of their declarations alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from vault.kernel import vocabulary
from vault.kernel.errors import DomainError
from vault.kernel.locales import Locale
from vault.kernel.messages import error_key, load_catalogue
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.endpoint import Endpoint

Documented = Endpoint | CommandReceiver

Schemas = Mapping[Any, dict[str, Any]]
"""By model and direction."""

SIGNED_WITH = "x-amazon-apigateway-authtype"
SIGNED_IN = vocabulary.wire_name("access_token")
RADIUS_SERVER = "RADIUSServer"
REGION = "Region"
REF = "#/components/schemas/{model}"
ERROR_MEMBERS: Mapping[str, dict[str, Any]] = {
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
ABOUT = """Every call is a POST of a JSON object. `AccessToken` in the body (or a bearer token) says who calls, the
`Origin` header names the console, and thereby the operator, where nobody is signed in yet. Fields that are not known
are ignored. A write sent again with the same `Idempotency-Key` header is answered, not repeated, for a day. An answer
with the header `X-Replica-Lag-Seconds` may lack what was written within so many seconds."""


def document(endpoints: Iterable[Documented], *, stage: str = "preview", server: str = "") -> dict[str, Any]:
    """The document of these endpoints; `server` is the URL before the stage."""
    listed = sorted(endpoints, key=lambda each: each.path)
    schemas, components = _schemas_by_model(listed)
    return {
        "openapi": "3.1.0",
        "info": {"title": "VAULT API", "version": "3.0.0", "description": ABOUT},
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


def _schemas_by_model(endpoints: list[Documented]) -> tuple[Schemas, dict[str, Any]]:
    """The schema of each model in its direction, and the components that they refer to, references spread out."""
    wanted: list[Any] = []
    for each in endpoints:
        wanted += [(each.request, "validation"), (each.response, "serialization")]
    found, rest = models_json_schema(list(dict.fromkeys(wanted)), by_alias=True, ref_template=REF)
    components = {name: _expand_references(schema) for name, schema in rest.get("$defs", {}).items()}
    return found, components


def _expand_references(schema: dict[str, Any]) -> dict[str, Any]:
    """A request's schema with each reference replaced by the fields that name the thing."""
    properties: dict[str, Any] = {}
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
    spreaded = {**schema, "properties": properties} if "properties" in schema else schema
    return {**spreaded, "required": sorted(set(required))} if required else _without_keyword(spreaded, "required")


def _may_be_left_out(member: Mapping[str, Any]) -> bool:
    """Whether a member may be null: an answer leaves it out then."""
    return any(part.get("type") == "null" for part in member.get("anyOf", ()))


def _without_text_default(member: dict[str, Any]) -> dict[str, Any]:
    """A property's schema, without the default of a text that is said in the caller's language."""
    return _without_keyword(member, "default") if isinstance(member.get("default"), dict) else member


def _find_reference(member: Mapping[str, Any]) -> dict[str, Any] | None:
    """The mark of a reference in a property's schema."""
    for part in (member, *member.get("anyOf", ())):
        if "x-reference" in part:
            found: dict[str, Any] = part["x-reference"]
            return found
    return None


def _without_keyword(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """A schema without one keyword."""
    return {key: value for key, value in schema.items() if key != name}


def _operation(each: Documented, schemas: Schemas) -> dict[str, Any]:
    """One endpoint's operation."""
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


def _extensions(each: Endpoint) -> dict[str, Any]:
    """What VAULT says of an endpoint beside OpenAPI: the name of its write, and fields that are not built yet."""
    return {
        **({"x-command": each.command} if each.command else {}),
        **({"x-pending": list(each.unimplemented_fields)} if each.unimplemented_fields else {}),
    }


def _security(each: Documented) -> dict[str, Any]:
    """How a caller shows who they are, and from which console they call."""
    if isinstance(each, CommandReceiver):
        return {"security": [{REGION: []}]}
    if each.is_for_radius_servers:
        return {"security": [{RADIUS_SERVER: []}]}
    console = {"name": "Origin", "in": "header", "schema": {"type": "string"}, "description": "The console."}
    return {**({"security": [{SIGNED_IN: []}]} if each.takes_access_token else {}), "parameters": [console]}


def _content(schema: Mapping[str, Any], *forms: str) -> dict[str, Any]:
    """A body of JSON, and the other forms that Accept may choose."""
    return {"application/json": {"schema": schema}, **{form: {} for form in forms}}


def _error_responses(each: Documented) -> dict[str, Any]:
    """The documented errors by status, each with its code and its English text."""
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
    """The English text of an error, its gaps unfilled."""
    return load_catalogue()[error_key(error.code)][Locale.EN_US]
