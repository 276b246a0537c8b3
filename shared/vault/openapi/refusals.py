"""The refusals of an operation: by status, with cause, remedy and an example of each code."""

from collections.abc import Iterable

from vault.kernel import vocabulary
from vault.kernel.errors import DomainError, Kind
from vault.kernel.json_types import JsonObject
from vault.kernel.locales import Locale
from vault.kernel.messages import error_text
from vault.openapi.catalogue import describe_field, help_for
from vault.openapi.headers import headers_of_refusal
from vault.openapi.schemas import REF, Documented
from vault.runtime.responses import STATUS

MODEL = "Error"
EXAMPLE = "#/components/examples/{name}"
FAULT_MODEL = "Fault"
MEMBERS: JsonObject = {
    "error_processing": {"const": True, "type": "boolean"},
    "message": {"type": "string"},
    "status_code": {"type": "integer"},
    "error_code": {"type": "string"},
}
FAULT_MEMBERS: JsonObject = {
    "field": {"type": "string"},
    "code": {"type": "string"},
    "message": {"type": "string"},
    "accepted": {"type": "object"},
}


def refusal_responses(endpoint: Documented) -> JsonObject:
    by_status: dict[int, list[type[DomainError]]] = {}
    for error in sorted(endpoint.errors, key=lambda error: error.code):
        by_status.setdefault(endpoint.status_for(error.kind), []).append(error)
    return {str(status): _response(status, errors) for status, errors in sorted(by_status.items())}


def schemas() -> JsonObject:
    return {MODEL: _error_schema(), FAULT_MODEL: _fault_schema()}


def _error_schema() -> JsonObject:
    faults = {"errors": {"type": "array", "items": {"$ref": REF.format(model=FAULT_MODEL)}}}
    return {
        "type": "object",
        "description": "What every refused call answers.",
        "required": sorted(map(vocabulary.wire_name, MEMBERS)),
        "properties": _describe_members(MODEL, {**MEMBERS, **faults}),
    }


def _fault_schema() -> JsonObject:
    return {
        "type": "object",
        "description": "What is wrong with a field of the body.",
        "required": sorted(vocabulary.wire_name(name) for name in FAULT_MEMBERS if name != "accepted"),
        "properties": _describe_members(FAULT_MODEL, FAULT_MEMBERS),
    }


def _describe_members(model: str, members: JsonObject) -> JsonObject:
    names = {name: vocabulary.wire_name(name) for name in members}
    return {
        names[name]: {**schema, "description": describe_field(model, names[name])} for name, schema in members.items()
    }


def examples(endpoints: Iterable[Documented]) -> JsonObject:
    """An example of each code and status, to which the responses refer."""
    found = {
        _example_name(error, status): _example(error, status)
        for endpoint in endpoints
        for error in endpoint.errors
        for status in [endpoint.status_for(error.kind)]
    }
    return dict(sorted(found.items()))


def _response(status: int, errors: list[type[DomainError]]) -> JsonObject:
    code = vocabulary.wire_name("error_code")
    only_these = {"type": "object", "properties": {code: {"type": "string", "enum": [error.code for error in errors]}}}
    return {
        "description": "\n".join(_line(error) for error in errors),
        "headers": headers_of_refusal(is_throttled=status == STATUS[Kind.THROTTLED]),
        "content": {
            "application/json": {
                "schema": {"allOf": [{"$ref": REF.format(model=MODEL)}, only_these]},
                "examples": {
                    str(error.code): {"$ref": EXAMPLE.format(name=_example_name(error, status))} for error in errors
                },
            }
        },
    }


def _line(error: type[DomainError]) -> str:
    known = help_for(error.code)
    return f"- `{error.code}`: {known.cause} *{known.remedy}*"


def _example_name(error: type[DomainError], status: int) -> str:
    return error.code if status == STATUS[error.kind] else f"{error.code}.{status}"


def _example(error: type[DomainError], status: int) -> JsonObject:
    known = help_for(error.code)
    answer = {
        "error_processing": True,
        "message": error_text(error.code, **known.data).in_locale(Locale.EN_US),
        "status_code": status,
        "error_code": str(error.code),
    }
    return {
        "summary": known.cause,
        "description": known.remedy,
        "value": {vocabulary.wire_name(name): member for name, member in answer.items()},
    }
