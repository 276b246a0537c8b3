"""A planned move of the primary region: no acknowledged write is lost, and all calls work afterwards."""

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
from tests.factories import Persona, World, create_tenant, unique_name
from tests.gateway import Answer, Context, call
from tests.pending_residents import events_of
from tests.radius_client import Device, House, create_house, request_access, server_of
from tests.regions.moving import PLANNED, UNPLANNED, Move, Region, two_regions
from tests.regions.test_forwarding import unit_added, units_seen
from tests.request_bodies.scene import add_resident_of, staff_body
from vault.graph.connection import execute
from vault.graph.schema import Label
from vault.graph.steps import __
from vault.outbox import relay

RUNBOOK = Path(__file__).parents[2] / "docs" / "deployment" / "moving.md"
STEP = re.compile(r"^\d\. \*\*(.*)\.\*\*", re.MULTILINE)
NOWHERE = f"http://127.0.0.1:{free_port()}"


@dataclass(frozen=True)
class Told:
    """A region's answers after a step: to a write, to a read that writes a log entry, and to a device."""

    write: Answer
    read: Answer
    join: Answer


@dataclass
class Moved:
    """The answers before the move and after each step, and the old primary's nonempty queues at that time."""

    move: Move
    me: Persona
    home: House
    phone: Device
    before: dict[str, Answer] = field(default_factory=dict)
    meanwhile: list[tuple[str, Told, Told]] = field(default_factory=list)
    waiting: list[list[str]] = field(default_factory=list)
    follower: Any = None

    def asked(self, world: World, region: Region) -> Told:
        """The region's current answers."""
        with region.activate():
            read = call(list_keys.handler, self.me.access_token)
            return Told(unit_added(world), read, request_access(self.home.tenant, self.phone.by_ruckus()))

    def take(self, world: World, step: Callable[[Move], None]) -> None:
        """Carry out a step and record the answers, once recent writers are no longer sent to the primary."""
        step(self.move)
        Redis.from_url(self.move.secondary.environment["VAULT_REDIS_URL"]).flushall()
        self.waiting.append(self.move.old.nonempty_queues())
        if step is Move.promote_the_replica:
            self.follower = self.move.replicate_back()
        response = (self.asked(world, region) for region in (self.move.old, self.move.new))
        self.meanwhile.append((named(step), *response))

    @property
    def old(self) -> Region:
        """The region that was the primary."""
        return self.move.old

    @property
    def new(self) -> Region:
        """The region that is the primary now."""
        return self.move.new


def named(step: Callable[[Move], None]) -> str:
    """A step's name in the runbook."""
    return step.__name__.replace("_", " ").capitalize()


@pytest.fixture(scope="module")
def moved(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    """The primary region, moved by every step of the plan."""
    home = create_house(create_tenant(unique_name("Moving")))
    server_of(home.tenant.operator.id)
    with two_regions(world.system.environment, Path(tmp_path_factory.mktemp("moved"))) as move:
        response = Moved(move, add_resident_of(world.mine, world.mine.units[0]), home, home.add_resident()[1])
        move.secondary.replicator.wait_until_caught_up()
        response.before = written(world, response)
        for step in PLANNED:
            response.take(world, step)
        yield response


def written(world: World, response: Moved) -> dict[str, Answer]:
    """Writes in both regions, with one message that no queue accepted, and a read that queues a log entry."""
    with response.old.activate():
        direct = added(world, "Direct")
    with response.old.activate(AWS_ENDPOINT_URL_SQS=NOWHERE):
        body = staff_body("LeasingAgent") | {"VenueID": world.mine.venues[0].id}
        uncarried = call(enable_staff_access.handler, world.mine.token("DomainAdministrator"), body)
    with response.new.activate():
        forwarded = added(world, "Forwarded")
        read = call(list_keys.handler, response.me.access_token)
    return {"direct": direct, "uncarried": uncarried, "forwarded": forwarded, "read": read}


def added(world: World, unit: str) -> Answer:
    """Add a unit, with its name as the Idempotency-Key."""
    body = {"VenueID": world.mine.venues[0].id, "UnitID": unit}
    return call(add_venue_units.handler, world.mine.token("DomainAdministrator"), body, idempotency_key=unit)


def test_after_each_step_both_regions_read_and_let_devices_in_and_say_that_nobody_writes(moved: Moved) -> None:
    response = {
        (step, where): (each.write.body["message"], each.read.status, each.join.status)
        for step, *both in moved.meanwhile[:-1]
        for where, each in zip(("old", "new"), both, strict=True)
    }

    assert [each.status for each in moved.before.values()] == [200] * 4
    assert response == dict.fromkeys(response, ("Write access not permitted.", 200, 200))


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

    with moved.new.activate():
        found = execute(__.V(*units).id_())

    assert sorted(found) == sorted(units)


def test_a_write_repeated_across_the_move_gets_its_first_answer(world: World, moved: Moved) -> None:
    with moved.new.activate():
        response = [added(world, "Direct"), added(world, "Forwarded")]
    with moved.old.activate():
        elsewhere = added(world, "Direct")

    assert [each.body for each in response] == [moved.before[each].body for each in ("direct", "forwarded")]
    assert elsewhere.body == moved.before["direct"].body


def test_a_token_of_before_writes_in_the_new_primary(world: World, moved: Moved) -> None:
    with moved.new.activate():
        response = unit_added(world)
        found = execute(__.V(response.body["UnitID_internal"]).count())

    assert (response.status, found) == (200, [1])


def test_the_old_primary_forwards_and_reads_what_the_new_one_wrote(world: World, moved: Moved) -> None:
    with moved.old.activate():
        response = unit_added(world)
        mine = units_seen(world, "DomainAdministrator")
        moved.follower.wait_until_caught_up()
        theirs = units_seen(world, "AccountManager")

    assert response.status == 200, response.body
    assert [response.body["UnitID_internal"] in str(each.body) for each in (mine, theirs)] == [True, True]


def test_each_entry_that_waited_in_a_queue_arrives_once(moved: Moved) -> None:
    for region in (moved.old, moved.new):
        region.drain_queues()

    with moved.new.activate():
        found = events_of(moved.me.token)

    assert found.count("Keys read") == 1 + 2 * len(PLANNED)


def test_schedules_run_in_the_new_primary_alone(moved: Moved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "SWEPT_AFTER_MS", 0)

    with moved.old.activate():
        sweep_outbox.handler({}, Context())
    with moved.new.activate():
        before = execute(__.V().has_label(Label.OUTBOX).count())
        sweep_outbox.handler({}, Context())
        after = execute(__.V().has_label(Label.OUTBOX).count())

    assert (before > [0], after) == (True, [0])
    assert "notifications" in moved.new.nonempty_queues()


def test_people_are_left_out_while_the_region_of_their_pools_is_silent(world: World, moved: Moved) -> None:
    token, body = world.mine.token("DomainAdministrator"), {"VenueID": world.mine.venues[0].id}

    with moved.new.activate(AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=NOWHERE):
        response = call(list_venue_details.handler, token, body)

    assert (response.status, "@metro.example" in str(response.body)) == (200, False), response.body
    assert response.body["message"].endswith("The names of some people are not available at the moment.")


def test_the_runbook_names_the_steps_that_were_taken() -> None:
    sections = RUNBOOK.read_text().split("\n## ")
    steps = {
        section.partition("\n")[0]: re.findall(r"^\d\. \*\*(.*)\.\*\*", section, re.MULTILINE) for section in sections
    }

    assert steps["As planned"] == [named(step) for step in PLANNED]
    assert steps["After a loss"] == [named(step) for step in UNPLANNED]
