"""A graph from before there were gateways: its residents are put on with the first gateway of their venue."""

from functions.networkoperatorconsole.admin import delete_venue_equipment_permanently
from functions.networkoperatorconsole.venues import add_venue_equipment, configure_venue_equipment
from tests.gateway import call
from tests.gateways import PASSWORD, Site, add_resident, site, tenant
from vault.adapters.gateway_session import SpeedLimits
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __

__all__ = ["site", "tenant"]
VLAN = 1050
PLAN = SpeedLimits(25_000_000, 100_000_000)
NAME = "GATEWAY-0"
BODY = {
    "ConnectionProtocol": "http",
    "IPAddress": "192.0.2.0",
    "Port": 8728,
    "Username": "vault",
    "Password": PASSWORD,
    "EquipmentType": "Gateway",
    "Manufacturer": "MikroTik",
}
NEW_PROPERTIES = (
    *(Prop.DUE_AT, Prop.DUE_MINUTE, Prop.MARK_ID, Prop.OPERATOR_DUE_DAY, Prop.REVISION, Prop.URGENT),
    *(Prop.END_REASON, Prop.WIRELESS_ONLY_OFFSET, Prop.EQUIPMENT_CHANGED_AT),
)


def restore_former_graph(site: Site) -> None:
    """Leave of the venue what was stored of it before gateways were."""
    execute(__.V(site.gateway.id).drop())
    execute(__.V().has(Label.MARK_ORDER, Prop.MARKED, site.venue.id).drop())
    of_venue = (__.identity(), __.out(Edge.HAS_VLAN), __.out(Edge.HAS_UNIT), __.out(Edge.HAS_UNIT).in_(Edge.AT_UNIT))
    subscriptions = __.out(Edge.HAS_UNIT).in_(Edge.SUBSCRIPTION_AT)
    execute(__.V(site.venue.id).union(*of_venue, subscriptions).properties(*NEW_PROPERTIES).drop())


def send(site: Site, module: object, **body: object) -> None:
    token = site.tenant.token("DomainAdministrator")
    answer = call(module.handler, token, {"VenueID": site.venue.id, "EquipmentID": NAME, **body})  # type: ignore[attr-defined]  # a module of an endpoint
    assert answer.status == 200, answer.body


def test_residents_from_before_are_put_on_with_the_first_gateway(site: Site) -> None:
    add_resident(site)
    restore_former_graph(site)

    send(site, add_venue_equipment, **BODY)
    site.run_jobs()

    assert site.device.on() == {VLAN: PLAN}


def test_a_gateway_in_maintenance_is_left_alone_and_gets_everything_when_it_is_up(site: Site) -> None:
    restore_former_graph(site)
    send(site, add_venue_equipment, **BODY)
    send(site, configure_venue_equipment, Status="DOWN")
    add_resident(site)
    site.run_jobs()
    before = site.device.sessions

    send(site, configure_venue_equipment, Status="UP")
    site.run_jobs()

    assert (before, site.device.on()) == (0, {VLAN: PLAN})


def test_a_reset_sends_everything_again(site: Site) -> None:
    add_resident(site)
    restore_former_graph(site)
    send(site, add_venue_equipment, **BODY)
    site.run_jobs()
    site.device.vlans.clear()

    send(site, configure_venue_equipment, resetAllSubscriptions=True)
    site.run_jobs()

    assert set(site.device.on()) == {VLAN}


def test_a_replaced_gateway_is_cleaned_up_and_the_next_of_its_id_gets_everything(site: Site) -> None:
    add_resident(site)
    restore_former_graph(site)
    send(site, add_venue_equipment, **BODY)
    site.run_jobs()
    removal = {"DeletionReason": "EquipmentFailure", "ConfirmationCode": "DELETE-EQUIP-0000"}

    send(site, delete_venue_equipment_permanently, **removal)
    send(site, add_venue_equipment, **BODY)
    site.device.vlans.clear()
    site.run_jobs()

    assert set(site.device.on()) == {VLAN}
