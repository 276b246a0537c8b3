"""What gateways do when a unit's VLAN changes and when the unit is deleted."""

from typing import Any

from functions.networkoperatorconsole.venues.configure_venue_equipment import handler as configure_venue_equipment
from functions.networkoperatorconsole.venues.configure_venue_unit import handler
from tests.gateway import Answer, call
from tests.gateways import Site, add_resident, add_second_unit, enable_resident, site, tenant
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __

__all__ = ["site", "tenant"]
VLAN = 1050


def configure(site: Site, unit: str = "", /, **body: Any) -> Answer:
    token = site.tenant.token("DomainAdministrator")
    return call(handler, token, {"UnitID_internal": unit or site.unit, **body})


def delete(site: Site, **more: Any) -> str:
    """The first words of the answer."""
    answer = configure(site, deleteEmptyVenueUnit=True, **more)
    return " ".join(str(answer.body["message"]).split()[:2])


def exists(vertex_id: str) -> bool:
    return bool(execute(__.V(vertex_id).id_()))


def test_a_new_vlan_goes_on_before_the_old_one_goes(site: Site) -> None:
    enable_resident(site)

    configure(site, vlan=2000)
    site.run_jobs()

    assert set(site.device.on()) == {2000}
    assert [(order.vlan, order.is_on) for order in site.device.applied] == [(VLAN, True), (2000, True), (VLAN, False)]


def test_of_a_vlan_that_changes_twice_within_a_minute_only_the_last_is_on(site: Site) -> None:
    enable_resident(site)

    for vlan in (2000, 2001):
        configure(site, vlan=vlan)
    site.run_jobs()

    assert set(site.device.on()) == {2001}
    assert {order.vlan for order in site.device.applied} == {VLAN, 2001}


def test_a_vlan_that_changes_back_and_forth_stays_on(site: Site) -> None:
    enable_resident(site)

    for vlan in (2000, VLAN):
        configure(site, vlan=vlan)
    site.run_jobs()

    assert set(site.device.on()) == {VLAN}
    assert [order.is_on for order in site.device.applied] == [True]


def test_an_old_vlan_stays_on_for_another_unit_that_is_on_it(site: Site) -> None:
    second = add_second_unit(site)
    configure(site, second, vlan=VLAN)
    for unit in (site.unit, second):
        add_resident(site, unit)
    site.run_jobs()

    configure(site, second, vlan=2000)
    site.run_jobs()

    assert set(site.device.on()) == {VLAN, 2000}


def test_a_forced_unit_is_deleted_once_its_gateway_has_switched_it_off(site: Site) -> None:
    enable_resident(site)

    said = [delete(site, forceDelete=True), delete(site)]
    before = set(site.device.on())
    site.run_jobs()
    said.append(delete(site))
    after = set(site.device.on())
    site.run_jobs()

    assert said == ["Ended the", "1 unit(s)", "Deleted 1"]
    assert (before, after, exists(site.unit)) == ({VLAN}, set(), False)
    assert site.device.vlans == {}


def test_a_gateway_that_does_not_answer_is_waited_for_a_day_and_switches_off_when_it_is_back(site: Site) -> None:
    enable_resident(site)
    site.device.is_dead = True
    delete(site, forceDelete=True)
    site.run_jobs()
    site.pass_time(hours=23)
    early = delete(site)

    site.pass_time(hours=2)
    late = delete(site)
    site.device.is_dead = False
    for _ in range(2):
        site.pass_time(minutes=20)
        site.run_jobs()

    assert (early, late) == ("1 unit(s)", "Deleted 1")
    assert site.device.vlans == {}


def test_a_gateway_that_was_silent_and_has_another_address_now_is_waited_for(site: Site) -> None:
    enable_resident(site)
    site.device.is_dead = True
    delete(site, forceDelete=True)
    site.run_jobs()
    site.pass_time(hours=25)
    address = {"VenueID": site.venue.id, "EquipmentID": site.gateway.id, "Port": "8729"}
    changed = call(configure_venue_equipment, site.tenant.token("DomainAdministrator"), address)
    site.run_jobs()

    said = delete(site)

    assert (changed.status, said) == (200, "1 unit(s)")


def test_a_gateway_out_of_service_is_not_waited_for(site: Site) -> None:
    enable_resident(site)
    site.gateway.set(**{Prop.STATUS: "DOWN"})
    delete(site, forceDelete=True)

    said = delete(site)

    assert said == "Deleted 1"
