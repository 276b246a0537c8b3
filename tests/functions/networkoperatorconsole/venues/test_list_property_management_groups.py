"""Listing the property management groups of an operator's venues."""

from functions.networkoperatorconsole.equipment import configure_network_operator
from functions.networkoperatorconsole.venues.list_property_management_groups import handler
from tests.factories import World, create_tenant
from tests.gateway import call
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label
from vault.graph.steps import __, new_edge, new_vertex
from vault.kernel import ids

GROUP = "USA.CA.90210.HOSPITALITY.BEVERLYHILLS"


def test_without_a_group_there_is_none(world: World) -> None:
    answer = call(handler, world.mine.token("DomainAdministrator"), {})

    assert answer.body["PropertyManagementGroups"] == {}
    assert answer.body["PropertyManagementGroupsCount"] == 0


def test_a_group_is_known_by_the_ids_of_its_venues() -> None:
    tenant = create_tenant("Groups")
    venue_id = f"{GROUP}._V3VENUE_.USA.CA.90210.LUXURYHOTEL.BEVERLYHILLS"
    execute(new_vertex(Label.VENUE, venue_id))
    edge = ids.edge_id(tenant.operator.id, Edge.HAS_VENUE, venue_id)
    execute(new_edge(tenant.operator.id, Edge.HAS_VENUE, venue_id, edge))

    contact = {"EmailAddress": "office@groups.example", "PhoneNumber.E164": "+13055550100"}
    token = tenant.token("DomainAdministrator")
    call(configure_network_operator.handler, token, {**contact, "AddressLine1": "1 Group Street"})

    answer = call(handler, token, {})

    execute(__.V(venue_id).drop())
    group = answer.body["PropertyManagementGroups"][GROUP]
    assert answer.body["PropertyManagementGroupsCount"] == 1
    assert (group["PropertyManagementGroupName"], group["venues"], group["VenueCount"]) == (
        "HOSPITALITY",
        [venue_id],
        1,
    )
    assert group["Country.ISO3166A3"] == tenant.operator.country
    assert {name: group[name] for name in contact} == contact
    assert (group["AddressLine1"], group["ManagementURL"]) == ("1 Group Street", tenant.operator.console_origin)
