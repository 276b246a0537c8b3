"""Loss of the primary region while the replica lags: what is lost, and how it is restored."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from functions.venuemgmtconsole.subscribers import add_subscriber
from tests.factories import World, unique_name
from tests.gateway import Answer, call
from tests.regions.moving import UNPLANNED, Move, two_regions
from tests.regions.test_forwarding import units_seen
from tests.regions.test_moving import added
from vault.adapters import cognito
from vault.graph.connection import execute
from vault.graph.steps import __
from vault.kernel import ids
from vault.operators.service import get_user_pool

LAG = 5.0
RESIDENT = f"{unique_name('lost')}@homes.example"


@dataclass
class Lost:
    """Answers before the loss, and between the loss and the move."""

    move: Move
    before: dict[str, Answer] = field(default_factory=dict)
    meanwhile: dict[str, Answer] = field(default_factory=dict)


@pytest.fixture(scope="module")
def lost(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lost]:
    """A region that became the primary when the other one ended, five seconds before it had replicated everything."""
    with two_regions(world.system.environment, Path(tmp_path_factory.mktemp("lost"))) as move:
        response = Lost(move)
        with move.new.activate():
            response.before["kept"] = added(world, "Kept")
            move.secondary.replicator.wait_until_caught_up()
            move.secondary.replicator.lag = LAG
            response.before["unit"] = added(world, "Lost")
            response.before["resident"] = moved_in(world)
            move.old.api.kill()
            move.secondary.replicator.lag = math.inf
            response.meanwhile = {"write": added(world, "Meanwhile"), "read": units_seen(world, "AccountManager")}
        for step in UNPLANNED:
            step(move)
        yield response


def moved_in(world: World) -> Answer:
    """Add a resident to a unit."""
    body = {"EmailAddress": RESIDENT, "UnitID_internal": world.mine.units[0]}
    return call(add_subscriber.handler, world.mine.token("DomainAdministrator"), body)


def test_until_the_replica_is_promoted_it_is_read_and_nobody_writes(lost: Lost) -> None:
    response = lost.meanwhile

    assert [each.status for each in lost.before.values()] == [200] * 3
    assert (response["write"].status, response["write"].body["message"]) == (503, "Server busy. Please try again.")
    assert response["read"].status == 200


def test_what_was_acknowledged_within_the_lag_is_gone_and_nothing_else(lost: Lost) -> None:
    units = [lost.before[each].body["UnitID_internal"] for each in ("kept", "unit")]
    person = ids.subscriber_id(lost.before["resident"].body["SubscriberToken"])

    with lost.move.new.activate():
        found = execute(__.V(*units, person).id_())

    assert found == units[:1]


def test_a_lost_write_that_is_repeated_is_done_anew(world: World, lost: Lost) -> None:
    with lost.move.new.activate():
        response = [added(world, unit) for unit in ("Kept", "Lost")]

    assert [each.body for each in response] == [lost.before["kept"].body, lost.before["unit"].body]


def test_a_lost_resident_is_known_to_cognito_and_becomes_the_same_one_again(world: World, lost: Lost) -> None:
    token = lost.before["resident"].body["SubscriberToken"]

    kept = cognito.get_user(get_user_pool(world.mine.operator), token)
    with lost.move.new.activate():
        again = moved_in(world)

    assert kept
    assert kept.attributes["email"] == RESIDENT
    assert (again.status, again.body["SubscriberToken"]) == (200, token)
