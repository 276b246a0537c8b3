"""Scheduled removals of staff access, found by the minute at which they are due."""

import datetime as dt
from collections.abc import Iterator

import pytest

from functions.jobs import migrate_plans, remove_staff
from functions.networkoperatorconsole.venues.disable_staff_access import handler as disable_staff_access
from tests.bench.round_trips import count_requests
from tests.factories import Persona, World, add_staff, unique_name
from tests.gateway import Context, call
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_vertex, without_properties
from vault.kernel import ids, time
from vault.kernel.permissions import Role
from vault.kernel.time import epoch_ms, now, real_now, to_wire
from vault.runtime import schedule_lease
from vault.runtime.job import Job

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


class Schedule:
    """Runs a job as its schedule does, with the clock of the rules set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch
        self.real = real_now() + DAY

    def run(self, job: Job, at: dt.datetime) -> None:
        self.real += MINUTE
        self.patch.setattr(schedule_lease, "real_now", lambda: self.real)
        time.set_clock(lambda: at)
        job({"time": "2026-01-01T00:00:00Z"}, Context())


@pytest.fixture
def schedule(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Schedule]:
    assert world
    yield Schedule(monkeypatch)
    time.set_clock(real_now)
    execute(__.V(*map(ids.schedule_id, ("remove_staff", "migrate_plans"))).drop())


def plan_removal(world: World, at: dt.datetime) -> tuple[Persona, str]:
    """A leasing agent, and the id of the removal that is scheduled for them."""
    leaving = add_staff(world.mine, Role.LEASING_AGENT)
    person = {"VenueID": world.mine.venues[0].id, "StaffEmailAddress": leaving.email, "Role": "LeasingAgent"}
    body = {**person, "RevocationReason": "RoleChange", "AuditNotes": "Case 12", "EffectiveDate": to_wire(at)}
    planned = call(disable_staff_access, world.mine.token("DomainAdministrator"), body)
    return leaving, planned.body["revocationId"]


def roles(leaving: Persona) -> list[str]:
    return execute(__.V(ids.subscriber_id(leaving.token)).out_e(Edge.STAFF_OF).values(Prop.ROLE))


def test_a_removal_is_carried_out_by_the_run_of_its_minute(world: World, schedule: Schedule) -> None:
    due = now() + 3 * DAY
    leaving, _ = plan_removal(world, due)
    schedule.run(remove_staff.handler, due - MINUTE)
    before = roles(leaving)

    schedule.run(remove_staff.handler, due)

    assert (before, roles(leaving)) == (["LeasingAgent"], [])


def test_one_that_was_stored_before_minutes_were_gets_its_minute_and_is_carried_out(
    world: World, schedule: Schedule
) -> None:
    due = now() + 3 * DAY
    leaving, removal = plan_removal(world, due)
    execute(without_properties(__.V(removal), Prop.DUE_MINUTE, Prop.MARK_ID))

    schedule.run(remove_staff.handler, due - 2 * MINUTE)
    marked = execute(__.V(removal).values(Prop.DUE_MINUTE))
    schedule.run(remove_staff.handler, due - MINUTE)
    before = roles(leaving)
    schedule.run(remove_staff.handler, due)

    assert marked == [to_wire(due)[:16]]
    assert (before, roles(leaving)) == (["LeasingAgent"], [])


def test_one_that_fell_due_while_nothing_ran_is_carried_out(world: World, schedule: Schedule) -> None:
    due = now() + 3 * DAY
    leaving, _ = plan_removal(world, due)
    schedule.run(remove_staff.handler, due - DAY)

    schedule.run(remove_staff.handler, due + DAY)

    assert roles(leaving) == []


@pytest.mark.parametrize("job", [remove_staff.handler, migrate_plans.handler])
def test_a_run_with_nothing_due_costs_two_requests_whatever_exists(schedule: Schedule, job: Job) -> None:
    moment = now() + 9 * DAY
    for number in range(120):
        name, starts_at = unique_name("subscription."), epoch_ms(moment) + number
        execute(new_vertex(Label.SUBSCRIPTION, name, **{Prop.STARTS_AT: starts_at}))
    schedule.run(job, moment)

    with count_requests() as seen:
        schedule.run(job, moment + MINUTE)

    assert seen["requests"] == 2
