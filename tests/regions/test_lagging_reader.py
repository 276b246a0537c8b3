"""One region whose reader lags behind its writer: callers always see their own writes."""

import datetime as dt
import functools
from collections.abc import Callable, Iterator

import pytest

from functions.jobs import remove_staff
from functions.networkoperatorconsole.equipment import add_service_plan, list_service_plans
from functions.networkoperatorconsole.staff import disable_staff_access as disable_operator_staff
from functions.networkoperatorconsole.venues import add_venue_units, list_venue_units
from functions.networkoperatorconsole.venues import disable_staff_access as disable_venue_staff
from functions.venuemgmtconsole.staff import disable_staff_access as disable_site_staff
from local.processes import free_port
from local.regions.secondary import Secondary
from tests.factories import Persona, World, add_staff, create_tenant, unique_name
from tests.functions.runtime.probes import at_unit
from tests.gateway import Answer, Context, call
from tests.request_bodies.all_consoles import BODIES
from tests.request_bodies.scene import Scene
from vault.adapters import redis
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph import connection, replica_marks
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.permissions import Role
from vault.kernel.time import now, to_wire
from vault.operators import service as operators
from vault.operators.model import OperatorNotFound
from vault.people import service as people

LAG = 5.0
DARK = f"redis://127.0.0.1:{free_port()}/0"


@pytest.fixture
def behind(world: World, secondary: Secondary, monkeypatch: pytest.MonkeyPatch) -> Iterator[Secondary]:
    """The lagging replica, from which this process now reads."""
    assert world
    secondary.replicator.wait_until_caught_up()
    monkeypatch.setattr(secondary.replicator, "lag", LAG)
    monkeypatch.setenv("VAULT_GRAPH_READER", secondary.environment["VAULT_GRAPH_READER"])
    monkeypatch.setattr(connection, "client", functools.cache(connection.client.__wrapped__))
    yield secondary
    monkeypatch.undo()


def unit_added(world: World) -> Answer:
    """Add a unit at the first venue."""
    body = {"VenueID": world.mine.venues[0].id, "UnitID": unique_name("B")}
    response = call(add_venue_units.handler, world.mine.token("DomainAdministrator"), body)
    assert response.status == 200, response.body
    return response


def sees(world: World, role: str, unit: str) -> bool:
    """Whether the role finds a unit among those of the first venue."""
    response = call(list_venue_units.handler, world.mine.token(role), {"VenueID": world.mine.venues[0].id})
    assert response.status == 200, response.body
    return unit in str(response.body)


def test_whoever_has_written_reads_it_at_once_and_others_after_the_lag(
    world: World, behind: Secondary, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = unit_added(world).body["UnitID_internal"]

    mine, theirs = sees(world, "DomainAdministrator", unit), sees(world, "AccountManager", unit)
    monkeypatch.setattr(behind.replicator, "lag", 0.1)
    behind.replicator.wait_until_caught_up()

    assert (mine, theirs, sees(world, "AccountManager", unit)) == (True, False, True)


def catch_up(behind: Secondary, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the replica have everything that was written, and lag again from now on."""
    monkeypatch.setattr(behind.replicator, "lag", 0.1)
    behind.replicator.wait_until_caught_up()
    monkeypatch.setattr(behind.replicator, "lag", LAG)


def disable_everywhere(world: World, person: Persona) -> None:
    call(disable_operator_staff.handler, world.mine.token("DomainAdministrator"), {"EmailAddress": person.email})


def disable_at_venue(world: World, person: Persona) -> None:
    body = {"VenueID": world.mine.venues[0].id, "EmailAddress": person.email}
    call(disable_site_staff.handler, world.mine.token("DomainAdministrator"), body)


def revoke_role(world: World, person: Persona, **more: str) -> Answer:
    body = {"VenueID": world.mine.venues[0].id, "StaffEmailAddress": person.email, "Role": "LeasingAgent", **more}
    return call(disable_venue_staff.handler, world.mine.token("DomainAdministrator"), body)


def revoke_on_schedule(world: World, person: Persona) -> None:
    planned = revoke_role(world, person, EffectiveDate=to_wire(now() + dt.timedelta(days=3)))
    execute(with_properties(__.V(planned.body["revocationId"]), **{Prop.DUE_AT: 1}))
    remove_staff.handler({}, Context())


def end_sessions(world: World, person: Persona) -> None:
    ctx = world.mine.caller()
    people.end_sessions(ctx, world.mine.operator, person.token)
    audit.record(ctx, AuditEvent.PASSWORD_CHANGED, subscriber=person.token)
    ctx.tx.commit()


@pytest.mark.parametrize(
    ("role", "end_rights", "refusal"),
    [
        (Role.DOMAIN_ADMINISTRATOR, disable_everywhere, "AccessDenied"),
        (Role.VENUE_ADMINISTRATOR, disable_at_venue, "AccessDenied"),
        (Role.LEASING_AGENT, revoke_role, "AccessDenied"),
        (Role.LEASING_AGENT, revoke_on_schedule, "AccessDenied"),
        (Role.DOMAIN_ADMINISTRATOR, end_sessions, "TokenInvalid"),
    ],
)
def test_who_lost_a_right_is_refused_at_once_by_a_lagging_replica_too(
    world: World,
    behind: Secondary,
    monkeypatch: pytest.MonkeyPatch,
    role: Role,
    end_rights: Callable[[World, Persona], object],
    refusal: str,
) -> None:
    person = add_staff(world.mine, role)
    catch_up(behind, monkeypatch)
    unit = {"UnitID_internal": world.mine.units[0]}
    before = call(at_unit, person.access_token, unit)

    end_rights(world, person)
    after = call(at_unit, person.access_token, unit)

    assert (before.status, after.code) == (200, refusal)


@pytest.mark.usefixtures("behind")
def test_a_removal_costs_one_request_to_redis(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    marked: list[list[str]] = []
    monkeypatch.setattr(redis, "set_many", lambda values, _seconds: marked.append([*values]))
    person = add_staff(world.mine, Role.ACCOUNT_MANAGER)

    disable_everywhere(world, person)

    marks = [keys for keys in marked if keys[0].startswith("recent_write:")]
    assert len(marks) == 2, "the person's, and that of the administrator who has written"
    assert marks[0] == [replica_marks.person_mark(world.mine.operator.issuer, person.token)]


@pytest.mark.usefixtures("behind")
def test_what_a_handler_looks_up_by_itself_is_as_new(world: World) -> None:
    path = "/networkoperatorconsole/equipment/addServicePlan"
    body, token = BODIES[path](Scene(world.mine, 0)), world.mine.token("DomainAdministrator")

    added = call(add_service_plan.handler, token, body)
    response = call(list_service_plans.handler, token, {})

    assert (added.status, response.status) == (200, 200), (added.body, response.body)
    assert added.body["ServicePlanID"] in str(response.body)


@pytest.mark.usefixtures("behind")
def test_an_operator_that_has_just_begun_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    made = create_tenant(unique_name("Begun"))
    monkeypatch.setattr(operators, "_cache", {})

    known = operators.get_operator("origin", made.origin)

    assert known.id == made.operator.id
    with pytest.raises(OperatorNotFound):
        operators.get_operator("origin", "https://nobody.example")


@pytest.mark.usefixtures("behind")
def test_without_redis_the_writer_answers_and_a_write_says_that_reads_may_lag(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULT_REDIS_URL", DARK)
    monkeypatch.setattr(redis, "client", functools.cache(redis.client.__wrapped__))

    response = unit_added(world)

    assert response.headers["X-Replica-Lag-Seconds"] == "10"
    assert sees(world, "AccountManager", response.body["UnitID_internal"])


@pytest.mark.usefixtures("behind")
def test_without_redis_a_right_is_taken_all_the_same_and_the_writer_answers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = add_staff(world.mine, Role.DOMAIN_ADMINISTRATOR)
    monkeypatch.setenv("VAULT_REDIS_URL", DARK)
    monkeypatch.setattr(redis, "client", functools.cache(redis.client.__wrapped__))

    disable_everywhere(world, person)

    assert call(at_unit, person.access_token, {"UnitID_internal": world.mine.units[0]}).code == "AccessDenied"
