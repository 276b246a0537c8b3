"""The primary region moved, as planned: nothing that was acknowledged is lost, and everybody goes on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from functions.jobs import sweep_outbox
from functions.networkoperatorconsole.staff import enable_staff_access
from functions.networkoperatorconsole.venues import add_venue_units, list_venue_details
from functions.subscriberconsole import list_keys
from local.processes import free_port
from tests.bodies import appointed, resident
from tests.gateway import Answer, call
from tests.newcomers import events_of
from tests.regions.moving import PLANNED, Move, Region, two_regions
from tests.regions.test_forwarding import unit_added, units_seen
from tests.world import Persona, World
from vault.audit import carrier
from vault.graph.connection import answer
from vault.graph.schema import Label
from vault.graph.steps import __

NOWHERE = f"http://127.0.0.1:{free_port()}"


@dataclass
class Moved:
    """What was answered before the move and while writes were stopped."""

    move: Move
    me: Persona
    before: dict[str, Answer] = field(default_factory=dict)
    meanwhile: dict[str, Answer] = field(default_factory=dict)

    @property
    def old(self) -> Region:
        """The region that was the primary."""
        return self.move.old

    @property
    def new(self) -> Region:
        """The region that is."""
        return self.move.new


@pytest.fixture(scope="module")
def moved(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    """The primary region, moved by every step of the plan."""
    with two_regions(world.system.environment, Path(tmp_path_factory.mktemp("moved"))) as move:
        told = Moved(move, resident(world.mine, world.mine.units[0]))
        move.secondary.replicator.catch_up()
        told.before = written(world, told)
        stop, *others = PLANNED
        stop(move)
        told.meanwhile = asked_meanwhile(world, told)
        for step in others:
            step(move)
        yield told


def written(world: World, told: Moved) -> dict[str, Answer]:
    """Writes in both regions, one of whose messages no queue took; and a read that leaves an entry in a queue."""
    with told.old.here():
        direct = added(world, "Direct")
    with told.old.here(AWS_ENDPOINT_URL_SQS=NOWHERE):
        body = appointed("LeasingAgent") | {"VenueID": world.mine.venues[0].id}
        uncarried = call(enable_staff_access.handler, world.mine.token("DomainAdministrator"), body)
    with told.new.here():
        forwarded = added(world, "Forwarded")
        read = call(list_keys.handler, told.me.access_token)
    return {"direct": direct, "uncarried": uncarried, "forwarded": forwarded, "read": read}


def asked_meanwhile(world: World, told: Moved) -> dict[str, Answer]:
    """Writes, a read, and a write repeated, after writes were stopped."""
    with told.old.here():
        refused, again, read = unit_added(world), added(world, "Direct"), units_seen(world, "AccountManager")
    with told.new.here():
        away = unit_added(world)
    return {"refused": refused, "again": again, "read": read, "away": away}


def added(world: World, unit: str) -> Answer:
    """A unit, in a write that has its name for an Idempotency-Key."""
    body = {"VenueID": world.mine.venues[0].id, "UnitID": unit}
    return call(add_venue_units.handler, world.mine.token("DomainAdministrator"), body, idempotency_key=unit)


def test_while_writes_are_stopped_both_regions_say_so_and_read(moved: Moved) -> None:
    told = [(moved.meanwhile[each].status, moved.meanwhile[each].body["message"]) for each in ("refused", "away")]

    assert [each.status for each in moved.before.values()] == [200] * 4
    assert told == [(401, "Write access not permitted.")] * 2
    assert (moved.meanwhile["read"].status, moved.meanwhile["again"].body) == (200, moved.before["direct"].body)


def test_every_acknowledged_write_is_there(moved: Moved) -> None:
    units = [moved.before[each].body["UnitID_internal"] for each in ("direct", "forwarded")]

    with moved.new.here():
        found = answer(__.V(*units).id_())

    assert sorted(found) == sorted(units)


def test_a_write_repeated_across_the_move_gets_its_first_answer(world: World, moved: Moved) -> None:
    with moved.new.here():
        told = [added(world, "Direct"), added(world, "Forwarded")]
    with moved.old.here():
        elsewhere = added(world, "Direct")

    assert [each.body for each in told] == [moved.before[each].body for each in ("direct", "forwarded")]
    assert elsewhere.body == moved.before["direct"].body


def test_a_token_of_before_writes_in_the_new_primary(world: World, moved: Moved) -> None:
    with moved.new.here(VAULT_PRIMARY_URL=""):
        told = unit_added(world)
        found = answer(__.V(told.body["UnitID_internal"]).count())

    assert (told.status, found) == (200, [1])


def test_the_old_primary_forwards_and_reads_what_the_new_one_wrote(world: World, moved: Moved) -> None:
    with moved.old.here():
        told = unit_added(world)
        mine = units_seen(world, "DomainAdministrator")
        moved.move.replicators[-1].catch_up()
        theirs = units_seen(world, "AccountManager")

    assert told.status == 200, told.body
    assert [told.body["UnitID_internal"] in str(each.body) for each in (mine, theirs)] == [True, True]


def test_nothing_was_left_in_the_queues_of_the_old_primary(moved: Moved) -> None:
    assert moved.old.waiting() == []


def test_an_entry_that_waited_in_a_queue_arrives(moved: Moved) -> None:
    moved.new.drained()

    with moved.new.here():
        assert events_of(moved.me.token).count("Keys read") == 1


def test_schedules_run_in_the_new_primary_alone(moved: Moved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "SWEPT_AFTER_MS", 0)

    with moved.old.here():
        sweep_outbox.handler({}, None)
    with moved.new.here():
        before = answer(__.V().has_label(Label.OUTBOX).count())
        sweep_outbox.handler({}, None)
        after = answer(__.V().has_label(Label.OUTBOX).count())

    assert (before > [0], after) == (True, [0])
    assert moved.new.waiting() == ["notifications"]


def test_people_are_left_out_while_the_region_of_their_pools_is_silent(world: World, moved: Moved) -> None:
    token, body = world.mine.token("DomainAdministrator"), {"VenueID": world.mine.venues[0].id}

    with moved.new.here(AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=NOWHERE):
        told = call(list_venue_details.handler, token, body)

    assert (told.status, "@metro.example" in str(told.body)) == (200, False), told.body
    assert told.body["message"].endswith("Some people cannot be named at the moment.")
