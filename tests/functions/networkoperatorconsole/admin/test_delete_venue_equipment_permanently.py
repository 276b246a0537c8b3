"""Deleting equipment: what is free at once, what is known and left of a gateway, and deletions at a later time."""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.jobs import delete_equipment
from functions.networkoperatorconsole.admin.delete_venue_equipment_permanently import handler
from tests.equipment import add_equipment, add_gateway, list_log, read_equipment
from tests.factories import World, add_venue, unique_name
from tests.gateway import Answer, Context, call
from vault.adapters.gateway_session import SpeedLimits
from vault.equipment import queries
from vault.equipment.model import Equipment
from vault.gateways.confirmed import ConfirmedVlan, write_confirmed
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop, Row
from vault.graph.steps import __, new_vertex, with_properties
from vault.kernel import time
from vault.kernel.time import now, real_now, to_wire
from vault.venues.model import Venue

RunJob = Callable[[float], object]
CODE = "DELETE-EQUIP-G7H8"
VLANS = [
    ConfirmedVlan(101, is_on=True, requested=SpeedLimits(20_000_000, 100_000_000), network="10.128.101.0/24"),
    ConfirmedVlan(102, is_on=False),
]


@pytest.fixture
def venue(world: World) -> Venue:
    return add_venue(world.mine, unique_name("Tower"))


@pytest.fixture
def gateway(world: World, venue: Venue) -> Equipment:
    """A gateway that has confirmed two VLANs."""
    added = add_gateway(world.mine, venue, model="CCR1036")
    state = {Prop.EQUIPMENT_KEY: added.key, Prop.VLAN: 101, Prop.CONFIRMED: write_confirmed(VLANS)}
    execute(new_vertex(Label.GATEWAY_VLAN, f"{added.key}._V3GATEWAYVLAN_.101", **state))
    return added


def delete(world: World, equipment: Equipment, **body: Any) -> Answer:
    named = {"VenueID": equipment.venue_id, "EquipmentID": equipment.name}
    reasons = {"DeletionReason": "EquipmentFailure", "ConfirmationCode": CODE}
    return call(handler, world.mine.token("DomainAdministrator"), {**named, **reasons, **body})


def is_there(equipment: Equipment) -> bool:
    return bool(execute(__.V(equipment.id).has(Prop.EQUIPMENT_KEY, equipment.key)))


def list_cleanups(equipment: Equipment) -> list[Row]:
    return list(execute(__.V().has(Label.GATEWAY_CLEANUP, Prop.EQUIPMENT_KEY, equipment.key).element_map()))


def list_events(equipment: Equipment) -> list[str]:
    return [entry[Prop.EVENT] for entry in sorted(list_log(equipment), key=lambda each: each[Prop.WHEN])]


def test_a_gateway_that_keeps_its_configuration_shows_it_without_secrets(world: World, gateway: Equipment) -> None:
    response = delete(world, gateway, MaintenanceDocumentation="Failed after a power surge")

    assert response.body["message"] == "Equipment deleted."
    assert response.body["configurationBackup"] == {
        "Manufacturer": "MikroTik", "Model": "CCR1036", "ConnectionProtocol": "https", "IPAddress": "192.0.2.10",
        "Port": 8729,
        "VLANs": [
            {"vlan": 101, "Enabled": True, "Network": "10.128.101.0/24", "UploadKbps": 20_000, "DownloadKbps": 100_000},
            {"vlan": 102, "Enabled": False},
        ],
    }  # fmt: skip
    assert response.body["networkImpact"] == {"EnabledVLANCount": 1}
    assert response.body["audit"]["MaintenanceDocumentation"] == "Failed after a power surge"
    assert [Prop.DRIVEN_BY in cleanup for cleanup in list_cleanups(gateway)] == [False]


def test_what_vault_configured_is_removed_where_it_is_not_preserved(world: World, gateway: Equipment) -> None:
    response = delete(world, gateway, PreserveConfiguration=False)

    cleanup = list_cleanups(gateway)[0]
    assert response.body["message"] == "Equipment deleted. What VAULT configured at the gateway is being removed."
    assert response.body["configurationBackup"] == {}
    assert (cleanup[Prop.DRIVEN_BY], cleanup[Prop.IP_ADDRESS]) == ("MikroTik", "192.0.2.10")
    assert "device-password" not in str(cleanup)


def test_the_id_and_the_place_are_free_at_once_and_the_next_one_inherits_nothing(
    world: World, venue: Venue, gateway: Equipment
) -> None:
    delete(world, gateway)

    again = add_gateway(world.mine, venue, name=gateway.name)

    assert (again.id, again.vertex[Prop.GATEWAY_PLACE]) == (gateway.id, gateway.vertex[Prop.GATEWAY_PLACE])
    assert again.key != gateway.key
    assert "Equipment deleted" not in list_events(again)
    assert "Equipment deleted" in list_events(gateway)


def test_other_equipment_leaves_nothing_to_clean_up(world: World, venue: Venue) -> None:
    equipment = add_equipment(world.mine, venue, equipment_type="Access Point")

    response = delete(world, equipment)

    assert response.body["equipment"] == {
        "EquipmentID": equipment.name, "EquipmentID_internal": equipment.id, "EquipmentType": "Access Point",
    }  # fmt: skip
    assert (is_there(equipment), list_cleanups(equipment), response.body["replacement"]) == (False, [], {})


def test_a_replacement_gateway_is_configured_anew(world: World, venue: Venue, gateway: Equipment) -> None:
    other = add_gateway(world.mine, venue)
    failing = {Prop.FAILURES: 2, Prop.NEXT_TRY_AT: 2**42}
    execute(with_properties(__.V(other.id), **failing))

    response = delete(world, gateway, ReplacementEquipmentID=other.name)

    after = read_equipment(other.id)
    assert response.body["replacement"]["EquipmentID"] == other.name
    assert after.epoch != other.epoch
    assert failing.keys() & after.vertex.keys() == set()


def test_a_replacement_is_another_piece_of_the_same_venue(world: World, venue: Venue) -> None:
    equipment = add_equipment(world.mine, venue)
    elsewhere = add_equipment(world.mine, world.mine.venues[0])

    responses = [delete(world, equipment, ReplacementEquipmentID=each.name) for each in (elsewhere, equipment)]

    assert [(each.status, each.code) for each in responses] == [(404, "EquipmentNotFound"), (400, "FieldInvalid")]
    assert is_there(equipment)


@pytest.mark.parametrize(
    "body",
    [
        *({"ConfirmationCode": code} for code in ("", "DELETE-EQUIP-g7h8", f"{CODE}\n", f"x{CODE}", f"{CODE}9")),
        {"DeletionReason": "Bored"},
        {"MaintenanceDocumentation": "x" * 1001},
        {"ScheduledRemovalDate": "tomorrow"},
    ],
    ids=str,
)
def test_nothing_is_deleted_without_the_form_of_the_confirmation(
    world: World, venue: Venue, body: dict[str, str]
) -> None:
    equipment = add_equipment(world.mine, venue)

    response = delete(world, equipment, **body)

    assert response.status == 400
    assert is_there(equipment)


def test_of_two_calls_at_once_one_deletes(world: World, gateway: Equipment) -> None:
    with ThreadPoolExecutor(4) as threads:
        responses = list(threads.map(lambda _: delete(world, gateway), range(4)))

    assert sorted(each.status for each in responses) == [200, 404, 404, 404]
    assert len(list_cleanups(gateway)) == 1
    assert execute(queries.find_taken_places(gateway.venue_id)) == []


def schedule(world: World, equipment: Equipment, seconds: float = 3600, **body: Any) -> Answer:
    return delete(world, equipment, ScheduledRemovalDate=to_wire(now() + dt.timedelta(seconds=seconds)), **body)


@pytest.fixture
def run_job_in() -> Iterator[RunJob]:
    """Runs the job with a clock that is some hours ahead."""

    def run(hours: float) -> None:
        time.set_clock(lambda: real_now() + dt.timedelta(hours=hours))
        delete_equipment.handler({}, Context())

    yield run
    time.set_clock(real_now)


def test_a_date_that_has_passed_deletes_at_once(world: World, venue: Venue) -> None:
    equipment = add_equipment(world.mine, venue)

    schedule(world, equipment, seconds=-60)

    assert not is_there(equipment)


def test_equipment_is_deleted_at_its_time_and_not_before(world: World, gateway: Equipment, run_job_in: RunJob) -> None:
    response = schedule(world, gateway, PreserveConfiguration=False)

    run_job_in(0.5)
    before = is_there(gateway)
    run_job_in(1.5)

    assert response.body["message"] == "The equipment will be deleted at its time."
    assert (before, is_there(gateway)) == (True, False)
    assert list_events(gateway)[-2:] == ["Equipment deletion scheduled", "Equipment deleted"]
    assert [Prop.DRIVEN_BY in cleanup for cleanup in list_cleanups(gateway)] == [True]


def test_a_later_order_replaces_an_earlier_one(world: World, venue: Venue, run_job_in: RunJob) -> None:
    equipment = add_equipment(world.mine, venue)
    schedule(world, equipment)
    schedule(world, equipment, seconds=3 * 3600)

    run_job_in(1.5)

    assert is_there(equipment)


def test_an_order_never_reaches_a_later_piece_of_the_same_id(world: World, venue: Venue, run_job_in: RunJob) -> None:
    equipment = add_equipment(world.mine, venue)
    schedule(world, equipment)
    order = execute(__.V().has(Label.EQUIPMENT_DELETION, Prop.EQUIPMENT_KEY, equipment.key).element_map())[0]
    delete(world, equipment)
    again = add_equipment(world.mine, venue, name=equipment.name)
    lost = {name: each for name, each in order.items() if isinstance(name, str)}
    execute(new_vertex(Label.EQUIPMENT_DELETION, "equipment_deletion.lost", **lost))

    run_job_in(1.5)

    assert is_there(again)
    assert execute(__.V("equipment_deletion.lost")) == []
