"""A value that a field's type refuses is answered with the error code of the type, at every endpoint."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from tests.architecture.source import endpoints
from tests.factories import World
from tests.gateway import event, send
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Scene
from vault.kernel.errors import DomainError
from vault.kernel.sanitize import TextTooLong
from vault.kernel.time import DateTimeInvalid
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import plain_types
from vault.runtime.models import errors_of_field
from vault.terms.model import MAX_CHARACTERS

Place = tuple[str, ...]
Case = tuple[str, Place, type[DomainError]]
IN_LIST = "[]"
"""The last part of the place of an item in a list."""
SAMPLES: Mapping[str, str] = {
    "CountryInvalid": "XXX",
    "DateTimeInvalid": "yesterday",
    "EmailAddressInvalid": "nobody at all",
    "FieldInvalid": "nothing of the kind",
    "KeyTextInvalid": "contraseña",
    "LocaleInvalid": "xx",
    "MacAddressInvalid": "ff:ff:ff:ff:ff",
    "NasIdentifierInvalid": "\a",
    "PassphraseInvalid": "short",
    "PersonNameInvalid": "<>",
    "PhoneNumberInvalid": "+1 23",
    "SourceNetworksInvalid": "everywhere",
    "SsidInvalid": "x" * 33,
    "SsidNotAllowed": "\u202e",
    "TextInvalid": "\a",
    "TextTooLong": "x" * 5000,
    "TypedPassphraseInvalid": "short",
    "UrlInvalid": "javascript:alert(1)",
}
BODY: dict[str, dict[str, Any]] = {}


def cases() -> Iterator[Case]:
    """Every field of every request, with each error of its type."""
    for path, endpoint in sorted(endpoints().items()):
        for place, error in refused(endpoint.request):
            yield path, place, error


def refused(model: type[BaseModel]) -> Iterator[tuple[Place, type[DomainError]]]:
    """The places of fields in a model that may be refused, and with which error."""
    for name, field in model.model_fields.items():
        inner = [kind for kind in plain_types(field.annotation) if issubclass(kind, BaseModel)]
        for part in inner:
            yield from (((wire_name(name), *place), error) for place, error in refused(part))
        if not inner:
            place = (wire_name(name), *([IN_LIST] if takes_list(field.annotation) else []))
            yield from ((place, error) for error in errors_of_field(field))


def takes_list(annotation: object) -> bool:
    return get_origin(annotation) is list or any(takes_list(part) for part in get_args(annotation))


def placed(body: Mapping[str, Any], place: Place, value: str) -> dict[str, Any]:
    """The body with a value at a place."""
    name, *rest = place
    if rest == [IN_LIST]:
        return {**body, name: [value]}
    return {**body, name: placed(body.get(name, {}), tuple(rest), value) if rest else value}


def body_of(path: str, world: World) -> dict[str, Any]:
    """A valid body, created once: the call never executes."""
    if path not in BODY:
        BODY[path] = {"AccessToken": world.mine.token("DomainAdministrator")} | BODIES[path](Scene(world.mine, 0))
    return BODY[path]


@pytest.mark.parametrize(("path", "place", "error"), cases(), ids=lambda part: getattr(part, "__name__", str(part)))
def test_a_value_that_a_fields_type_does_not_take_is_refused_as_declared(
    world: World, path: str, place: Place, error: type[DomainError]
) -> None:
    value = SAMPLES[error.code]
    if error is TextTooLong and endpoints()[path].takes_large_body:
        value = "x" * (MAX_CHARACTERS + 1)
    body = placed(body_of(path, world), place, value)

    response = send(endpoints()[path], event(body, origin=world.mine.origin))

    assert (response.status, response.code) == (endpoints()[path].status_for(error.kind), error.code)


BEYOND = (
    "0001-01-01",
    "0001-01-01T00:00:00+23:59",
    "1969-12-31T23:59:59.999Z",
    "2200-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-23:59",
)
ENDS = (
    "1970-01-01T00:00:00Z",
    "1970-01-01t23:59:00+23:59",
    "2199-12-31T23:59:59.999Z",
    "2199-12-31T00:00:59-23:59",
)


def instants() -> Iterator[tuple[str, Place]]:
    """Every field of every request that takes an instant."""
    return ((path, place) for path, place, error in cases() if error is DateTimeInvalid)


@pytest.mark.parametrize(("path", "place"), instants(), ids=str)
def test_an_instant_beyond_the_years_of_requests_is_refused(world: World, path: str, place: Place) -> None:
    valid = body_of(path, world)

    responses = [
        send(endpoints()[path], event(placed(valid, place, instant), origin=world.mine.origin)) for instant in BEYOND
    ]

    assert {response.code for response in responses} == {"DateTimeInvalid"}


@pytest.mark.parametrize(("path", "place"), instants(), ids=str)
def test_no_arithmetic_overflows_at_the_ends_of_these_years(world: World, path: str, place: Place) -> None:
    valid = BODIES[path](Scene(world.mine, 0)) | {"AccessToken": world.mine.token("DomainAdministrator")}

    responses = [
        send(endpoints()[path], event(placed(valid, place, instant), origin=world.mine.origin)) for instant in ENDS
    ]

    assert all(response.status < 500 for response in responses), responses
    assert all(response.code != "DateTimeInvalid" for response in responses), responses
