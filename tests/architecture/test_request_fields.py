"""A body is read by the names of the wire alone, and what is wrong with it is said in these names."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from local import openapi
from tests.architecture.source import endpoints, files, tree
from vault.kernel.answer_terms import ANSWER_FIELDS
from vault.kernel.errors import DomainError
from vault.kernel.locales import Locale
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import plain_types
from vault.runtime.body_faults import to_domain_error
from vault.runtime.models import Request
from vault.runtime.responses import error_message, error_response

WRONG = [[]]
"""No field of a request takes a list of lists."""
READY_MADE = {"venue_id": "A", "id": "A", "texts": {"venue_id": "A"}}
DOCUMENT = openapi.document()
SCHEMAS = DOCUMENT["components"]["schemas"]
ERRORS_OF_FIELDS = {"FieldInvalid", "FieldMissing", "AddressFieldMissing", "AddressFieldTooLong", "FieldNotYours"}
TOLD = {"type", "format", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "x-earliest", "x-latest"}


def refusal_of(model: type[Request], body: Mapping[str, Any]) -> DomainError | None:
    """What the runtime answers to a body, None if it is accepted."""
    try:
        model.model_validate(body)
    except ValidationError as error:
        return to_domain_error(error, model)
    return None


def faults_of(model: type[Request], body: Mapping[str, Any]) -> list[tuple[str, str]]:
    error = refusal_of(model, body)
    return [(fault.field, fault.error.code) for fault in error.faults] if error else []


def inner_model(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    parts = plain_types(model.model_fields[name].annotation)
    return next((part for part in parts if issubclass(part, BaseModel)), None)


def field_names(model: type[BaseModel]) -> Iterator[str]:
    """Python names, also of the fields of objects."""
    for name in model.model_fields:
        yield name
        if inner := inner_model(model, name):
            yield from field_names(inner)


def by_python_name(model: type[BaseModel], value: object) -> dict[str, Any]:
    """A body with this value under every name that is not one of the wire, in objects too."""
    body: dict[str, Any] = {}
    wire_names = {wire_name(name) for name in model.model_fields}
    for name in model.model_fields:
        if inner := inner_model(model, name):
            body[wire_name(name)] = by_python_name(inner, value)
        if name not in wire_names:
            body[name] = value
    return body


def empty_body(model: type[BaseModel]) -> dict[str, Any]:
    """A body with its objects, and with nothing else."""
    inner = {name: inner_model(model, name) for name in model.model_fields}
    return {wire_name(name): empty_body(each) for name, each in inner.items() if each}


def with_wrong_values(model: type[BaseModel], value: object = WRONG) -> dict[str, Any]:
    """A body in which every field of the wire has this value, as a rule of another type, in objects too."""
    references = model.references if issubclass(model, Request) else {}
    body: dict[str, Any] = {wire_name(by): value for reference in references.values() for by in reference.by}
    for name in model.model_fields.keys() - references.keys():
        inner = inner_model(model, name)
        body[wire_name(name)] = with_wrong_values(inner, value) if inner else value
    return body


def schema_paths(schema: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every field of a schema by its path, objects' members after the object's name and a dot."""
    for name, member in schema.get("properties", {}).items():
        for part in (member, *member.get("anyOf", ())):
            inner = SCHEMAS[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
            if inner == {"type": "null"}:
                continue
            yield before + name, inner
            yield from schema_paths(inner, f"{before}{name}.")


def documented_fields(path: str) -> dict[str, Mapping[str, Any]]:
    described = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    fields: dict[str, Mapping[str, Any]] = {}
    for name, member in schema_paths(SCHEMAS[described["$ref"].rpartition("/")[2]]):
        fields[name] = {**fields.get(name, {}), **member}
    return fields


@pytest.fixture(scope="module")
def fields() -> dict[str, dict[str, Mapping[str, Any]]]:
    """The documented fields of each endpoint."""
    return {path: documented_fields(path) for path in endpoints()}


@pytest.mark.parametrize("path", sorted(endpoints()))
def test_a_python_name_is_as_if_absent(path: str) -> None:
    model = endpoints()[path].request

    absent = faults_of(model, empty_body(model))

    assert faults_of(model, by_python_name(model, WRONG)) == absent
    assert faults_of(model, by_python_name(model, READY_MADE)) == absent


@pytest.mark.parametrize("path", sorted(path for path, each in endpoints().items() if each.request.references))
def test_a_thing_cannot_be_put_ready_made_into_a_body(path: str) -> None:
    model = endpoints()[path].request
    names = {*model.references, *map(wire_name, model.references)}

    given = faults_of(model, dict.fromkeys(names, READY_MADE))

    assert given == faults_of(model, {})


@pytest.mark.parametrize("path", sorted(endpoints()))
def test_a_fault_names_fields_of_the_wire_alone(
    path: str, fields: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> None:
    model = endpoints()[path].request
    bodies = ({}, with_wrong_values(model), by_python_name(model, WRONG))

    refusals = [error for body in bodies if (error := refusal_of(model, body))]

    named = {fault.field for error in refusals for fault in error.faults}
    said = {name for error in refusals for fault in error.faults for name in fields_in(fault.error)}
    assert (named | said) - set(fields[path]) == set()


@pytest.mark.parametrize("path", sorted(endpoints()))
@pytest.mark.parametrize("value", ["zz-secret" * 1000, ["zz-secret"], {"zz-secret": "zz-secret"}])
def test_nothing_that_was_sent_is_repeated(path: str, value: object) -> None:
    model = endpoints()[path].request

    error = refusal_of(model, with_wrong_values(model, value))

    assert error is None or "zz-secret" not in error_response(error, 400, Locale.EN_US, "id")["body"]


def fields_in(error: DomainError) -> tuple[str, ...]:
    """The fields that an error's sentence names."""
    field = error.data["field"]
    return field if isinstance(field, tuple) else (str(field),)


@pytest.mark.parametrize("path", sorted(endpoints()))
def test_every_wrong_field_is_told_at_once_with_what_it_takes(
    path: str, fields: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> None:
    model = endpoints()[path].request
    body = with_wrong_values(model)

    error = refusal_of(model, body)

    faults = error.faults if error else ()
    accepted = {fault.field: dict(fault.accepted) for fault in faults}
    expected = {
        name: {keyword: schema[keyword] for keyword in TOLD & schema.keys()}
        for name, schema in fields[path].items()
        if "properties" not in schema
    }
    assert accepted.keys() == expected.keys() - fields_of_first_only(model, expected)
    assert [name for name in accepted if not accepted[name].items() >= expected[name].items()] == []


def fields_of_first_only(model: type[Request], fields: Mapping[str, Any]) -> set[str]:
    """Fields that are read as names alone where an earlier one is absent."""
    later = {
        wire_name(by)
        for reference in model.references.values()
        if reference.naming.first_only
        for by in reference.by[1:]
    }
    return later & {name for name in fields if name not in map(wire_name, model.model_fields)}


def test_of_several_fields_that_name_a_thing_all_are_told() -> None:
    error = refusal_of(endpoints()["/networkoperatorconsole/venues/listVenueUnits"].request, {"AccessToken": "t"})

    assert error
    assert error_message(error, Locale.EN_US) == "VenueID or externalVenueID is required."
    assert error_message(error, Locale.ES_XL) == "VenueID o externalVenueID es obligatorio."


def field_arguments() -> Iterator[tuple[str, ast.expr]]:
    """(Place, argument) of every field that code names in an error of its own."""
    for file in files("functions", "shared"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS_OF_FIELDS:
                yield from ((f"{file}:{node.lineno}", each.value) for each in node.keywords if each.arg == "field")


def test_an_error_that_a_handler_raises_names_a_field_of_the_wire() -> None:
    paths = {name for path in endpoints() for name in documented_fields(path)}

    wrong = [
        place
        for place, argument in field_arguments()
        if "wire_name" not in ast.unparse(argument)
        and not (isinstance(argument, ast.Constant) and argument.value in {*paths, ""})
        and not place.startswith("shared/vault/runtime/body_faults.py")
    ]

    assert wrong == []


def test_a_field_of_a_request_is_not_listed_among_those_of_answers_alone() -> None:
    in_requests = {name for endpoint in endpoints().values() for name in field_names(endpoint.request)}

    assert in_requests & set(ANSWER_FIELDS) == set()
