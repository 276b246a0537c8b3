"""Every write from a secondary region is answered as in the primary, even if the first answer is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from local.regions.secondary import Secondary
from tests.architecture.source import endpoints
from tests.factories import Persona, World
from tests.personas import find_entitled, scene_for, send_as
from tests.regions.conftest import Away, Primary
from tests.regions.lossy_proxy import LossyProxy, proxy_to
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Body
from vault.kernel.vocabulary import WIRE_NAMES_BY_FIELD, wire_name

WRITES = sorted((path for path, endpoint in endpoints().items() if endpoint.command), reverse=True)
"""Endpoints of persons' own records first, since operators' changes to keypools remove keys."""
WIRE = {wire_name(name) for name in WIRE_NAMES_BY_FIELD}


@dataclass(frozen=True)
class Prepared:
    """The caller, and two valid bodies: one for the secondary, one for the primary."""

    person: Persona | None
    bodies: tuple[Body, Body]


@pytest.fixture(scope="module")
def prepared(stage: World, cast: dict[str, Persona], secondary: Secondary) -> dict[str, Prepared]:
    """Two calls of each write; the replica has everything that they need."""
    ready = {path: prepare(stage, cast, path) for path in WRITES}
    secondary.replicator.wait_until_caught_up()
    return ready


def prepare(stage: World, cast: dict[str, Persona], path: str) -> Prepared:
    """Two calls of a write by one person."""
    person = find_entitled(stage, cast, path)
    first, second = (BODIES[path](scene_for(stage, path, person)) for _ in range(2))
    return Prepared(person, (first, second))


@pytest.fixture(scope="module")
def way(primary: Primary) -> Iterator[LossyProxy]:
    """The proxy to the primary."""
    with proxy_to(primary.port) as passing:
        yield passing


@pytest.mark.parametrize("path", WRITES)
def test_a_write_is_answered_as_in_the_primary(
    stage: World, prepared: dict[str, Prepared], away: Away, way: LossyProxy, path: str
) -> None:
    person, (here, there) = prepared[path].person, prepared[path].bodies
    way.to_lose, way.calls = 1, 0

    with away(VAULT_PRIMARY_URL=way.url):
        response = send_as(path, stage.mine, there, person)
    directly = send_as(path, stage.mine, here, person) if path != "/subscriberconsole/logout" else response

    assert (response.status, way.calls) == (200, 2), response.body
    assert shape(response.body) == shape(directly.body)


@pytest.mark.parametrize("path", WRITES)
def test_a_write_is_refused_as_in_the_primary(stage: World, cast: dict[str, Persona], away: Away, path: str) -> None:
    strangers = (None, cast["SIEMAdministrator"], cast["DomainAdministrator"])
    body: Body = {"VenueID": stage.other.venues[0].id, "UnitID_internal": 7}

    directly = [send_as(path, stage.mine, body, person) for person in strangers]
    with away():
        response = [send_as(path, stage.mine, body, person) for person in strangers]

    assert [(each.status, each.body) for each in response] == [(each.status, each.body) for each in directly]


def shape(body: Any) -> Any:
    """The member names of an answer and its objects, without values and without names that are data."""
    if isinstance(body, dict):
        return {name if name in WIRE else "": shape(member) for name, member in body.items()}
    return type(body)
