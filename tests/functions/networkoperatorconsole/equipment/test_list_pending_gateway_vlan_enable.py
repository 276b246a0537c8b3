"""Subscriptions that wait for a gateway to enable their VLAN."""

import datetime as dt

from functions.jobs import disable_gateway_vlans, enable_gateway_vlans
from functions.networkoperatorconsole.equipment.list_pending_gateway_vlan_enable import handler
from tests.gateway import Answer, Context, call
from tests.gateways import Site, site, tenant
from tests.residents import move_in
from vault.graph.schema import Prop
from vault.kernel import time

__all__ = ["site", "tenant"]
VLAN = 1050


def list_waiting(site: Site, **fields: object) -> Answer:
    return call(handler, site.tenant.token("DomainAdministrator"), {"VenueID": site.venue.id, **fields})


def test_a_subscription_waits_from_its_move_in_until_the_gateway_has_confirmed(site: Site) -> None:
    move_in(site.tenant, site.unit)
    before = list_waiting(site).body

    site.run_jobs()

    (entry,) = before["Subscriptions"]
    (gateway,) = entry["Gateways"]
    assert (entry["UnitID_internal"], entry["VenueID"], entry["vlan"]) == (site.unit, site.venue.id, VLAN)
    assert (gateway["gatewayStatus"], gateway["policyStatus"]) == ("ONLINE", "READY_FOR_EXECUTION")
    assert (before["SubscriptionCount"], list_waiting(site).body["SubscriptionCount"]) == (1, 0)


def test_what_a_dead_gateway_keeps_is_listed_with_its_error(site: Site) -> None:
    site.device.is_dead = True
    move_in(site.tenant, site.unit)
    site.run_jobs()

    (entry,) = list_waiting(site).body["Subscriptions"]

    (gateway,) = entry["Gateways"]
    assert (gateway["gatewayStatus"], gateway["policyStatus"]) == ("OFFLINE", "PENDING_GATEWAY")
    assert (gateway["retryCount"], gateway["lastError"]) == (1, "No route to host.")
    assert gateway["nextAttempt"] > time.to_wire(site.moment)


def test_one_of_two_gateways_is_listed_where_the_other_has_confirmed(site: Site) -> None:
    dead = site.add_gateway()
    dead.device.is_dead = True
    move_in(site.tenant, site.unit)
    site.run_jobs()

    (entry,) = list_waiting(site).body["Subscriptions"]

    assert [gateway["EquipmentID"] for gateway in entry["Gateways"]] == [dead.read()[Prop.EQUIPMENT]]


def test_a_gateway_in_maintenance_keeps_it_waiting(site: Site) -> None:
    site.gateway.set(**{Prop.STATUS: "DOWN"})
    move_in(site.tenant, site.unit)
    site.run_jobs()

    (entry,) = list_waiting(site).body["Subscriptions"]

    (gateway,) = entry["Gateways"]
    assert (gateway["gatewayStatus"], gateway["policyStatus"]) == ("MAINTENANCE", "PENDING_GATEWAY")


def test_what_begins_within_a_day_is_queued_and_what_begins_later_is_not_listed(site: Site) -> None:
    start = time.to_wire(site.moment + dt.timedelta(days=3))
    move_in(site.tenant, site.unit, **{"StartDateTimeUTC.ISO8601": start})
    for job in (enable_gateway_vlans, disable_gateway_vlans):
        job.handler({}, Context())

    later = list_waiting(site).body["Subscriptions"]
    site.pass_time(days=2)
    soon = list_waiting(site).body["Subscriptions"]

    assert later == []
    assert [gateway["policyStatus"] for entry in soon for gateway in entry["Gateways"]] == ["QUEUED"]


def test_a_session_that_runs_is_processing(site: Site) -> None:
    statuses = []

    def look() -> None:
        (entry,) = list_waiting(site).body["Subscriptions"]
        statuses.append(entry["Gateways"][0]["policyStatus"])

    site.device.meanwhile = look
    move_in(site.tenant, site.unit)

    site.run_jobs()

    assert statuses == ["PROCESSING"]


def test_without_a_venue_the_whole_operator_is_listed_in_pages(site: Site) -> None:
    for _ in range(2):
        move_in(site.tenant, site.unit)
    token = site.tenant.token("DomainAdministrator")

    first = call(handler, token, {"Pagination": {"Limit": 1}}).body

    assert (len(first["Subscriptions"]), first["SubscriptionCount"] >= 2) == (1, True)
    assert "NextCursor" in first["pagination"]
