"""The clock of the rules, set to another time: rules and time stamps follow it, tokens and leases do not."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest

from functions.networkoperatorconsole.venues import list_venue_units
from functions.subscriberconsole import logout
from tests.factories import World, add_staff, unique_name
from tests.gateway import Context, call
from tests.pending_residents import person_properties
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.kernel import time
from vault.kernel.permissions import Role
from vault.kernel.time import epoch_ms, from_wire, now, real_now
from vault.runtime.job import Job

YEAR = dt.timedelta(days=365)


@pytest.fixture(params=[-20 * YEAR, 30 * YEAR], ids=["behind", "ahead"])
def moment(request: pytest.FixtureRequest, world: World) -> Iterator[dt.datetime]:
    """What the clock is set to; it stands still."""
    assert world
    chosen = real_now() + request.param
    time.set_clock(lambda: chosen)
    yield chosen
    time.set_clock(real_now)


def test_a_token_goes_by_the_machines_time_and_what_the_answer_says_by_the_clock(
    world: World, moment: dt.datetime
) -> None:
    body = {"VenueID": world.mine.venues[0].id}

    answer = call(list_venue_units.handler, world.mine.token("DomainAdministrator"), body)

    assert (answer.status, from_wire(answer.body["dateUpdated"])) == (200, moment)


def test_a_sign_out_ends_the_sessions_of_the_machines_time(world: World, moment: dt.datetime) -> None:
    person = add_staff(world.mine, Role.CUSTOMER_SUPPORT)
    body = {"VenueID": world.mine.venues[0].id}

    done = call(logout.handler, person.access_token, body)
    after = call(list_venue_units.handler, person.access_token, body)

    assert (now(), done.status, after.status) == (moment, 200, 401)
    assert abs(person_properties(person.token)[Prop.SIGNED_OUT_AT] * 1000 - epoch_ms(real_now())) < 60_000


def test_a_turn_goes_by_the_machines_time_and_the_run_before_by_the_clock(moment: dt.datetime) -> None:
    seen: list[int | None] = []
    job = Job(unique_name("job_"), lambda ctx: seen.append(ctx.previous_run), "", (), every=60)
    fired = {"time": "2026-01-01T00:00:00Z"}
    threads = [threading.Thread(target=job, args=(fired, Context())) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    schedule = execute(__.V(f"_V3SCHEDULE_.{job.name}").element_map())[0]
    assert (seen, schedule[Prop.RAN_AT]) == ([None], epoch_ms(moment))
    assert abs(schedule[Prop.STARTED_AT] - epoch_ms(real_now())) < 60_000


@pytest.mark.usefixtures("moment")
def test_what_a_write_left_to_be_sent_waits_by_the_machines_time(world: World) -> None:
    add_staff(world.mine, Role.CUSTOMER_SUPPORT)

    added: list[int] = execute(__.V().has_label(Label.OUTBOX).values(Prop.ADDED_AT))

    assert added
    assert all(abs(each - epoch_ms(real_now())) < 600_000 for each in added)
