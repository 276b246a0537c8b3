"""Build the OpenAPI 3.1 document from the declarations of endpoints."""

from collections.abc import Iterable, Mapping

from vault.kernel import vocabulary
from vault.kernel.json_types import JsonObject
from vault.kernel.placeholders import Placeholder
from vault.openapi import headers, refusals
from vault.openapi.callers import describe_callers
from vault.openapi.catalogue import Group, groups_of, not_served
from vault.openapi.examples import SAMPLES, answer_example, fill, request_example
from vault.openapi.limits import describe_limits
from vault.openapi.schemas import Documented, Schemas, build_schemas
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.endpoint import Endpoint

SIGNED_WITH = "x-amazon-apigateway-authtype"
SIGNED_IN = vocabulary.wire_name("access_token")
RADIUS_SERVER = "RADIUSServer"
REGION = "Region"
DESCRIPTION = """Every call is a POST of a JSON object.

- **Who calls** is told by `AccessToken` in the body, or by a bearer token in the header `Authorization`, beside which
  `AccessToken` may be left out. `login` gives one. The header `Origin` is the console's URL; it names the operator
  where nobody is signed in.
- **Fields** that are unknown are ignored, and null is the same as leaving a field out. Times are ISO 8601 with an
  offset; answers have UTC with milliseconds. Prices are integers in the minor unit of their currency.
- **Answers** leave out what is absent. A refusal has `errorProcessing`, `message`, `statusCode` and `errorCode`; the
  last never changes.
- **A write can be repeated**: with the same `Idempotency-Key`, within a day, it answers the same and is done once.
- **Long lists** come in pages to those who send `Pagination`.

"""
CONTACT = {"name": "The operator of the service"}
LICENSE = {"name": "Apache 2.0", "identifier": "Apache-2.0"}


def document(
    endpoints: Iterable[Documented],
    *,
    stage: str = "preview",
    server: str = "",
    values: Mapping[Placeholder, object] = SAMPLES,
) -> JsonObject:
    """`server` is the URL before the stage; `values` stand in the examples in place of placeholders."""
    listed = sorted(endpoints, key=lambda each: each.path)
    schemas = build_schemas(listed)
    tags = groups_of(each.group for each in listed)
    built: JsonObject = {
        "openapi": "3.1.0",
        "info": {
            "title": "VAULT API",
            "version": "3.0.0",
            "description": DESCRIPTION + describe_limits(),
            "contact": CONTACT,
            "license": LICENSE,
        },
        "servers": [{"url": f"{server}/{stage}"}],
        "tags": [{"name": group.title, "description": group.description} for group in tags.values()],
        "paths": {each.path: {"post": _operation(each, tags[each.group], schemas)} for each in listed},
        "components": {
            "schemas": {**schemas.components, **refusals.schemas()},
            "examples": refusals.examples(listed),
            "headers": headers.RESPONSE_HEADERS,
            "securitySchemes": _security_schemes(),
        },
        "x-not-served": not_served(),
    }
    filled: JsonObject = fill(built, values)
    return filled


def _security_schemes() -> JsonObject:
    return {
        SIGNED_IN: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The access token of a person, which login answers.",
        },
        RADIUS_SERVER: {
            "type": "http",
            "scheme": "basic",
            "description": "Id and secret of a RADIUS server, which `make radius-server` prints.",
        },
        REGION: {
            "type": "apiKey",
            "name": "Authorization",
            "in": "header",
            SIGNED_WITH: "awsSigv4",
            "description": "AWS Signature Version 4, by the role of a region.",
        },
    }


def _operation(endpoint: Documented, group: Group, schemas: Schemas) -> JsonObject:
    summary, _, more = endpoint.summary.partition("\n")
    texts = (more.strip(), f"Who may call: {describe_callers(endpoint)}")
    example = request_example(endpoint)
    return {
        "operationId": endpoint.function_name.removeprefix("vault_"),
        "tags": [group.title],
        "summary": summary,
        "description": "\n\n".join(text for text in texts if text),
        **_security(endpoint),
        "requestBody": {"required": True, "content": _content(schemas.request(endpoint), example)},
        "responses": {
            "200": {
                "description": "Done.",
                "headers": headers.headers_of_success(endpoint),
                "content": _content(
                    schemas.response(endpoint),
                    answer_example(endpoint),
                    *(endpoint.alternate_media if isinstance(endpoint, Endpoint) else ()),
                ),
            },
            **refusals.refusal_responses(endpoint),
        },
        "x-permission": str(endpoint.requires),
        **(_extensions(endpoint) if isinstance(endpoint, Endpoint) else {}),
    }


def _extensions(endpoint: Endpoint) -> JsonObject:
    return {
        **({"x-command": endpoint.command} if endpoint.command else {}),
        **({"x-pending": list(endpoint.unimplemented_fields)} if endpoint.unimplemented_fields else {}),
    }


def _security(endpoint: Documented) -> JsonObject:
    if isinstance(endpoint, CommandReceiver):
        return {"security": [{REGION: []}]}
    if endpoint.is_for_radius_servers:
        return {"security": [{RADIUS_SERVER: []}]}
    nobody: list[JsonObject] = [{}] * (not endpoint.requires_token)
    security = [*nobody, {SIGNED_IN: []}] if endpoint.takes_access_token else []
    return {"security": security, "parameters": headers.parameters(endpoint)}


def _content(schema: JsonObject, example: object, *media_types: str) -> JsonObject:
    media = {media_type: {"schema": {"type": "string", "contentMediaType": media_type}} for media_type in media_types}
    return {"application/json": {"schema": schema, **({"example": example} if example is not None else {})}, **media}
