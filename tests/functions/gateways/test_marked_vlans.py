"""What gateways have to follow marks their VLANs in the write that causes it."""

from typing import Any

import pytest

from functions.jobs import migrate_plans
from functions.networkoperatorconsole.equipment.configure_service_plan import handler as configure_service_plan
from functions.subscriberconsole.update_pii import handler as update_pii
from tests.equipment import add_gateway_vertex
from tests.factories import Tenant, World, add_plan, add_unit, add_venue, create_tenant, unique_name
from tests.gateway import Context, call
from tests.pending_residents import person_properties, set_person
from tests.residents import move_in
from vault.gateway_marks import queries
from vault.graph import marks
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.kernel.statuses import SUSPENDED
from vault.subscribers import profile
from vault.venues.model import Venue


@pytest.fixture(scope="module")
def tenant(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Marked"), Role.DOMAIN_ADMINISTRATOR)


@pytest.fixture
def house(tenant: Tenant) -> Venue:
    """A venue with a driven gateway."""
    venue = add_venue(tenant, unique_name("Driven House"))
    add_gateway_vertex(venue)
    return venue


def take_marks(venue: Venue) -> list[int]:
    """The VLANs of a venue with a mark, which then have none."""
    marked = __.V(venue.id).out(Edge.HAS_VLAN).has(Prop.MARK_ID)
    vlans: list[int] = execute(marked.clone().values(Prop.VLAN))
    execute(marks.remove_mark(marked))
    return sorted(vlans)


def orders_for(plan: str) -> int:
    return int(execute(__.V().has(Label.MARK_ORDER, Prop.MARKED, plan).count())[0])


def add_resident(tenant: Tenant, unit: str, email: str = "", **fields: object) -> str:
    """The SubscriberToken of somebody who moved in."""
    added = move_in(tenant, unit, email, **fields)
    assert added.status == 200, added.body
    return str(added.body["SubscriberToken"])


def configure_plan(tenant: Tenant, plan: str, **settings: object) -> None:
    done = call(configure_service_plan, tenant.token("DomainAdministrator"), {"ServicePlanID": plan, **settings})
    assert done.status == 200, done.body


def set_status(tenant: Tenant, person: str, status: str) -> None:
    done = call(update_pii, tenant.token("DomainAdministrator"), {"SubscriberToken": person, "Status": status})
    assert done.status == 200, done.body


def test_a_resident_who_moves_in_marks_the_vlan_of_the_unit(tenant: Tenant, house: Venue) -> None:
    add_unit(tenant, house, "1")
    unit = add_unit(tenant, house, "2")

    add_resident(tenant, unit)

    assert take_marks(house) == [1051]


def test_a_booked_start_is_marked_at_once_too(tenant: Tenant, house: Venue) -> None:
    add_resident(tenant, add_unit(tenant, house, "1"), StartDate="2031-01-01T00:00:00Z")

    assert take_marks(house) == [1050]


def test_no_vlan_is_marked_at_a_venue_without_a_driven_gateway(tenant: Tenant) -> None:
    venue = tenant.venues[0]

    add_resident(tenant, tenant.units[0])

    assert take_marks(venue) == []


def test_a_suspension_and_its_end_mark_the_vlans_of_every_unit_of_the_person(tenant: Tenant, house: Venue) -> None:
    units = [add_unit(tenant, house, name) for name in ("1", "2", "3")]
    email = f"{unique_name('resident')}@homes.example"
    person = {add_resident(tenant, unit, email) for unit in (units[0], units[2])}.pop()
    take_marks(house)
    marked = []

    for status in ("Suspended", "Suspended", "AUP not accepted"):
        set_status(tenant, person, status)
        marked.append(take_marks(house))

    assert marked == [[1050, 1052], [], [1050, 1052]]


def test_a_status_that_somebody_else_sets_meanwhile_is_read_again(
    tenant: Tenant, house: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = add_resident(tenant, add_unit(tenant, house, "1"))
    take_marks(house)
    record = profile._record_update

    def suspend_meanwhile(*arguments: Any) -> None:
        monkeypatch.setattr(profile, "_record_update", record)
        set_person(person, status=SUSPENDED)
        record(*arguments)

    monkeypatch.setattr(profile, "_record_update", suspend_meanwhile)
    set_status(tenant, person, "AUP not accepted")

    assert (person_properties(person)[Prop.STATUS], take_marks(house)) == ("AUP not accepted", [1050])


@pytest.mark.parametrize(
    ("settings", "orders"),
    [
        ({"UploadKbps": 5}, 1),
        ({"DownloadKbps": 5, "WirelessOnlyPlan": True}, 1),
        ({"WirelessOnlyPlan": True}, 1),
        ({"UploadKbps": 25000, "DownloadKbps": 100000, "WirelessOnlyPlan": False}, 0),
        ({"ConcurrentDevices": 3, "ServicePlanDescription": "Other"}, 0),
    ],
)
def test_a_plan_orders_marks_for_speeds_and_the_wireless_flag_that_differ(
    tenant: Tenant, settings: dict[str, object], orders: int
) -> None:
    plan = add_plan(tenant, unique_name("Plan"))

    configure_plan(tenant, plan, **settings)

    assert orders_for(plan) == orders


def test_a_migration_marks_the_vlans_of_the_subscriptions_that_it_moves(tenant: Tenant, house: Venue) -> None:
    units = [add_unit(tenant, house, name) for name in ("1", "2")]
    add_resident(tenant, units[0])
    old, new = add_plan(tenant, unique_name("Plan"), house), add_plan(tenant, unique_name("Plan"))
    add_resident(tenant, units[1])
    take_marks(house)

    configure_plan(tenant, old, migrateToServicePlan=new)
    migrate_plans.handler({}, Context())

    assert take_marks(house) == [1051]


def test_other_equipment_of_a_venue_is_not_read_for_a_mark(tenant: Tenant, house: Venue) -> None:
    vlan = __.V(ids.vlan_id(house.id, 1050))

    steps = str(queries.mark_driven_vlans(vlan, tenant.operator.id, 0, urgent=False).bytecode)

    assert (Edge.HAS_GATEWAY in steps, Edge.HAS_EQUIPMENT in steps) == (True, False)
