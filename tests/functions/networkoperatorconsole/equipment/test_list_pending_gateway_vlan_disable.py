"""Subscriptions that are over, and whose VLAN a gateway still has on."""

import datetime as dt

import pytest

from functions.networkoperatorconsole.equipment.list_pending_gateway_vlan_disable import handler
from tests.gateway import call
from tests.gateways import Site, site, tenant
from tests.residents import move_in
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __, single
from vault.kernel import ids, time

__all__ = ["site", "tenant"]
VLAN = 1050


def list_waiting(site: Site) -> list[dict[str, object]]:
    body = {"VenueID": site.venue.id}
    return list(call(handler, site.tenant.token("DomainAdministrator"), body).body["PendingDisableOperations"])


@pytest.fixture
def person(site: Site) -> str:
    """The token of a resident until tomorrow, whose VLAN the gateway has on; it has died since."""
    until = time.to_wire(site.moment + dt.timedelta(days=1))
    token = move_in(site.tenant, site.unit, **{"EndDateTimeUTC.ISO8601": until}).body["SubscriberToken"]
    site.run_jobs()
    site.device.is_dead = True
    return str(token)


def test_a_stay_that_is_over_is_listed_until_the_gateway_has_it_off(site: Site, person: str) -> None:
    assert person
    nothing_yet = list_waiting(site)
    site.pass_time(days=3)
    site.run_jobs()

    (entry,) = list_waiting(site)
    site.device.is_dead = False
    site.pass_time(minutes=30)
    site.run_jobs()

    assert (nothing_yet, list_waiting(site)) == ([], [])
    assert (entry["terminationReason"], entry["Priority"], entry["VLAN"]) == ("EXPIRED", "NORMAL", VLAN)
    assert (entry["gatewayStatus"], entry["policyStatus"], entry["retryCount"]) == ("OFFLINE", "PENDING_GATEWAY", 1)
    assert (entry["subscriptionType"], entry["UnitID_internal"]) == ("wiredunit", site.unit)


def test_a_suspension_is_administrative_and_listed_at_once(site: Site, person: str) -> None:
    site.suspend(person)

    (entry,) = list_waiting(site)

    assert (entry["terminationReason"], entry["policyStatus"]) == ("ADMINISTRATIVE", "READY_FOR_EXECUTION")


@pytest.mark.parametrize(("stored", "priority"), [("PAYMENT_FAILURE", "HIGH"), ("ADMINISTRATIVE", "NORMAL")])
def test_an_early_end_has_the_reason_that_was_stored(site: Site, person: str, stored: str, priority: str) -> None:
    subscription = __.V(ids.subscriber_id(person)).out(Edge.SUBSCRIBES)
    ended = time.epoch_ms(site.moment) - 1
    execute(subscription.property(single, Prop.ENDS_AT, ended).property(single, Prop.END_REASON, stored))
    site.mark(units=[site.unit])

    (entry,) = list_waiting(site)

    assert (entry["terminationReason"], entry["Priority"]) == (stored, priority)


def test_another_vlan_of_the_unit_is_a_change_of_service(site: Site, person: str) -> None:
    assert person
    execute(__.V(site.unit).out_e(Edge.ON_VLAN).drop())
    site.mark(vlans=[ids.vlan_id(site.venue.id, VLAN)], urgent=True)

    (entry,) = list_waiting(site)

    assert (entry["terminationReason"], entry["Priority"]) == ("SERVICE_CHANGE", "URGENT")


def test_an_end_whose_vlan_somebody_else_needs_is_not_listed(site: Site, person: str) -> None:
    move_in(site.tenant, site.unit)
    site.suspend(person)
    site.run_jobs()

    assert list_waiting(site) == []


def test_pages_go_on_where_the_last_one_ended(site: Site) -> None:
    people = [str(move_in(site.tenant, site.unit).body["SubscriberToken"]) for _ in range(3)]
    site.run_jobs()
    site.device.is_dead = True
    for person in people:
        site.suspend(person)
    token, body = site.tenant.token("DomainAdministrator"), {"VenueID": site.venue.id}

    first = call(handler, token, {**body, "Pagination": {"Limit": 2}}).body
    second = call(handler, token, {**body, "Pagination": {"Cursor": first["pagination"]["NextCursor"]}}).body

    listed = [each["SubscriptionID"] for page in (first, second) for each in page["PendingDisableOperations"]]
    assert first["message"] == second["message"] == "Found 3 pending VLAN disable operations"
    assert listed == [each["SubscriptionID"] for each in list_waiting(site)]
