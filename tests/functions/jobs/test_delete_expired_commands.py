"""Recorded answers are kept for a day and then deleted."""

import pytest

from functions.jobs.delete_expired_commands import handler
from functions.networkoperatorconsole.venues import add_venue_units
from tests.factories import World, unique_name
from tests.gateway import Answer, Context, call
from vault.runtime import idempotency


def added(world: World, unit: str, key: str) -> Answer:
    """The answer to a write with an Idempotency-Key."""
    body = {"VenueID": world.mine.venues[0].id, "UnitID": unit}
    return call(add_venue_units.handler, world.mine.token("DomainAdministrator"), body, idempotency_key=key)


def test_a_write_of_today_is_remembered_and_one_of_before_is_not(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    unit, key = unique_name("R"), unique_name("key-")
    first = added(world, unit, key)

    handler({}, Context())
    again = added(world, unit, key)
    monkeypatch.setattr(idempotency, "RETENTION_MS", -1_000)
    handler({}, Context())
    anew = added(world, unit, key)

    assert (first.status, again.body) == (200, first.body)
    assert anew.body["message"] != first.body["message"]


def test_many_are_forgotten_in_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        assert added(world, unique_name("R"), unique_name("key-")).status == 200
    monkeypatch.setattr(idempotency, "RETENTION_MS", -1_000)

    parts = [idempotency.delete_expired(most=2) for _ in range(2)]
    handler({}, Context())

    assert parts[0] == 2
    assert idempotency.delete_expired() == 0
