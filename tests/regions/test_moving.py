"""The primary region moved, as planned: nothing that was acknowledged is lost, and everybody goes on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from functions.jobs import sweep_outbox
from functions.networkoperatorconsole.staff import enable_staff_access
from functions.networkoperatorconsole.venues import add_venue_units, list_venue_details
from functions.subscriberconsole import list_keys
from local.processes import free_port
from tests.bodies import appointed, resident
from tests.gateway import Answer, Context, call
from tests.joining import Device, House, house, joins, server_of
from tests.newcomers import events_of
from tests.regions.moving import PLANNED, UNPLANNED, Move, Region, two_regions
from tests.regions.test_forwarding import unit_added, units_seen
from tests.world import Persona, World, fresh, tenant
from vault.audit import carrier
from vault.graph.connection import answer
from vault.graph.schema import Label
from vault.graph.steps import __

RUNBOOK = Path(__file__).parents[2] / "docs" / "deployment" / "moving.md"
STEP = re.compile(r"^\d\. \*\*(.*)\.\*\*", re.MULTILINE)
NOWHERE = f"http://127.0.0.1:{free_port()}"


@dataclass(frozen=True)
class Told:
    """What a region answers after a step: to a write, to a read that leaves an entry, and to a device."""

    write: Answer
    read: Answer
    join: Answer


@dataclass
class Moved:
    """What was answered before the move and after each step, and what waited in the old primary's queues then."""

    move: Move
    me: Persona
    home: House
    phone: Device
    before: dict[str, Answer] = field(default_factory=dict)
    meanwhile: list[tuple[str, Told, Told]] = field(default_factory=list)
    waiting: list[list[str]] = field(default_factory=list)
    follower: Any = None

    def asked(self, world: World, region: Region) -> Told:
        """What a region answers now."""
        with region.here():
            read = call(list_keys.handler, self.me.access_token)
            return Told(unit_added(world), read, joins(self.home.made, self.phone.by_ruckus()))

    def take(self, world: World, step: Callable[[Move], None]) -> None:
        """Take a step, and look about, later than who wrote before would be sent to the primary."""
        step(self.move)
        Redis.from_url(self.move.secondary.environment["VAULT_REDIS_URL"]).flushall()
        self.waiting.append(self.move.old.waiting())
        if step is Move.promote_the_replica:
            self.follower = self.move.replicate_back()
        told = (self.asked(world, region) for region in (self.move.old, self.move.new))
        self.meanwhile.append((named(step), *told))

    @property
    def old(self) -> Region:
        """The region that was the primary."""
        return self.move.old

    @property
    def new(self) -> Region:
        """The region that is."""
        return self.move.new


def named(step: Callable[[Move], None]) -> str:
    """A step as the runbook names it."""
    return step.__name__.replace("_", " ").capitalize()


@pytest.fixture(scope="module")
def moved(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    """The primary region, moved by every step of the plan."""
    home = house(tenant(fresh("Moving")))
    server_of(home.made.operator.id)
    with two_regions(world.system.environment, Path(tmp_path_factory.mktemp("moved"))) as move:
        told = Moved(move, resident(world.mine, world.mine.units[0]), home, home.resident()[1])
        move.secondary.replicator.catch_up()
        told.before = written(world, told)
        for step in PLANNED:
            told.take(world, step)
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


def added(world: World, unit: str) -> Answer:
    """A unit, in a write that has its name for an Idempotency-Key."""
    body = {"VenueID": world.mine.venues[0].id, "UnitID": unit}
    return call(add_venue_units.handler, world.mine.token("DomainAdministrator"), body, idempotency_key=unit)


def test_after_each_step_both_regions_read_and_let_devices_in_and_say_that_nobody_writes(moved: Moved) -> None:
    told = {
        (step, where): (each.write.body["message"], each.read.status, each.join.status)
        for step, *both in moved.meanwhile[:-1]
        for where, each in zip(("old", "new"), both, strict=True)
    }

    assert [each.status for each in moved.before.values()] == [200] * 4
    assert told == dict.fromkeys(told, ("Write access not permitted.", 200, 200))


def test_a_device_is_let_in_for_a_while_and_once_writes_are_taken_again_for_long(moved: Moved) -> None:
    seconds = [each.join.body["reply:Session-Timeout"]["value"] for _, *both in moved.meanwhile for each in both]

    assert set(seconds[:-2]) == {900}
    assert min(seconds[-2:]) > 86_000


def test_after_the_last_step_both_regions_write(moved: Moved) -> None:
    _, *both = moved.meanwhile[-1]

    assert [(each.write.status, each.read.status) for each in both] == [(200, 200)] * 2


def test_the_queues_of_the_old_primary_are_empty_once_they_have_run(moved: Moved) -> None:
    assert moved.waiting[PLANNED.index(Move.let_the_queues_run_empty)] == []


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
    with moved.new.here():
        told = unit_added(world)
        found = answer(__.V(told.body["UnitID_internal"]).count())

    assert (told.status, found) == (200, [1])


def test_the_old_primary_forwards_and_reads_what_the_new_one_wrote(world: World, moved: Moved) -> None:
    with moved.old.here():
        told = unit_added(world)
        mine = units_seen(world, "DomainAdministrator")
        moved.follower.catch_up()
        theirs = units_seen(world, "AccountManager")

    assert told.status == 200, told.body
    assert [told.body["UnitID_internal"] in str(each.body) for each in (mine, theirs)] == [True, True]


def test_each_entry_that_waited_in_a_queue_arrives_once(moved: Moved) -> None:
    for region in (moved.old, moved.new):
        region.drained()

    with moved.new.here():
        found = events_of(moved.me.token)

    assert found.count("Keys read") == 1 + 2 * len(PLANNED)


def test_schedules_run_in_the_new_primary_alone(moved: Moved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "SWEPT_AFTER_MS", 0)

    with moved.old.here():
        sweep_outbox.handler({}, Context())
    with moved.new.here():
        before = answer(__.V().has_label(Label.OUTBOX).count())
        sweep_outbox.handler({}, Context())
        after = answer(__.V().has_label(Label.OUTBOX).count())

    assert (before > [0], after) == (True, [0])
    assert "notifications" in moved.new.waiting()


def test_people_are_left_out_while_the_region_of_their_pools_is_silent(world: World, moved: Moved) -> None:
    token, body = world.mine.token("DomainAdministrator"), {"VenueID": world.mine.venues[0].id}

    with moved.new.here(AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=NOWHERE):
        told = call(list_venue_details.handler, token, body)

    assert (told.status, "@metro.example" in str(told.body)) == (200, False), told.body
    assert told.body["message"].endswith("The names of some people are not available at the moment.")


def test_the_runbook_names_the_steps_that_were_taken() -> None:
    sections = RUNBOOK.read_text().split("\n## ")
    steps = {
        section.partition("\n")[0]: re.findall(r"^\d\. \*\*(.*)\.\*\*", section, re.MULTILINE) for section in sections
    }

    assert steps["As planned"] == [named(step) for step in PLANNED]
    assert steps["After a loss"] == [named(step) for step in UNPLANNED]
