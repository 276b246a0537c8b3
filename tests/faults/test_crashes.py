"""Every endpoint of several steps, killed at each of its fault points, is completed by its retry."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from functions.networkoperatorconsole.venues import add_venue, add_venue_units
from tests.faults.harness import Killed, census, growth, haunted
from tests.gateway import Answer, call
from tests.world import World, fresh
from vault.audit import carrier
from vault.runtime.endpoint import Endpoint

Call = Callable[[], Answer]


@dataclass(frozen=True)
class Scenario:
    """An endpoint, and how a fresh case of it is prepared: what is answered is the call."""

    name: str
    prepare: Callable[[World], Call]


def retried(endpoint: Endpoint, token: str, body: dict[str, Any]) -> Call:
    """A call that says each time that it is the same one."""
    key = fresh("key")
    return lambda: call(endpoint, token, body, idempotency_key=key)


def adding_a_venue(world: World) -> Call:
    """A venue of its own."""
    address = {"AddressLine1": "1 Main St", "City": "Chicago", "State": "IL", "Country": "USA", "PostalCode": "60601"}
    body = {"VenueName": fresh("Crash"), **address}
    return retried(add_venue.handler, world.mine.token("DomainAdministrator"), body)


def adding_a_unit(world: World) -> Call:
    """A unit with a VLAN of its own."""
    body = {"VenueID": world.mine.venues[1].id, "UnitID": fresh("C")}
    return retried(add_venue_units.handler, world.mine.token("DomainAdministrator"), body)


SCENARIOS = (
    Scenario("addVenue", adding_a_venue),
    Scenario("addVenueUnits", adding_a_unit),
)


@pytest.fixture(autouse=True)
def _swept_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sweeper finds parcels of any age."""
    monkeypatch.setattr(carrier, "SWEPT_AFTER_MS", -1_000)
    yield
    carrier.sweep()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_call_killed_anywhere_is_completed_by_its_retry(world: World, scenario: Scenario) -> None:
    points, clean = clean_run(world, scenario)

    for point in range(points):
        assert killed_run(world, scenario, point) == clean, f"killed at point {point} of {points}"


def clean_run(world: World, scenario: Scenario) -> tuple[int, dict[str, int]]:
    """How many fault points an undisturbed call passes, and what it leaves."""
    attempt = scenario.prepare(world)
    before = census()
    with haunted() as reaper:
        answered = attempt()
    assert answered.status == 200, answered.body
    return reaper.passed, growth(before)


def killed_run(world: World, scenario: Scenario, point: int) -> dict[str, Any]:
    """What a call leaves that was killed at a point, retried, and swept after."""
    attempt = scenario.prepare(world)
    before = census()
    with haunted(point), pytest.raises(Killed):
        attempt()
    answered = attempt()
    assert answered.status == 200, answered.body
    carrier.sweep()
    return growth(before)
