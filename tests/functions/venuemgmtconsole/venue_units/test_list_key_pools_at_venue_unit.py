"""The keypools of a unit, as the venue's staff sees them."""

from typing import Any

import pytest

from functions.venuemgmtconsole.venue_units.list_key_pools_at_venue_unit import handler
from tests.factories import Tenant, World, add_unit, create_tenant, unique_name
from tests.gateway import Answer, call
from tests.keypool_deletion import delete
from tests.residents import add_pool
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.keypools import queries
from vault.keypools.model import Mechanism


@pytest.fixture
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Networked"))


def listed(tenant: Tenant, role: str = "VenueAdministrator", **fields: Any) -> Answer:
    body = {"VenueID": tenant.venues[0].id, "UnitID_internal": tenant.units[0], **fields}
    return call(handler, tenant.token(role), body)


def test_those_of_the_venue_and_the_units_own_are_listed(own_operator: Tenant) -> None:
    of_venue, own = (
        add_pool(own_operator, SSID="House", VenueID=own_operator.venues[0].id),
        add_pool(own_operator, Scope="local"),
    )
    execute(queries.add_attachment(own, own_operator.units[0]))

    response = listed(own_operator).body

    assert response["Keypools"].keys() == {of_venue, own}
    assert response["Keypools"][own]["UnitID_internal"] == own_operator.units[0]
    assert (response["message"], response["Keypools"][of_venue]) == (
        "",
        {"KeyPoolID": of_venue, "SSID": "House", "AuthenticationMechanism": "WPA2", "DisplayOrder": 100},
    )


def test_others_are_not_listed(own_operator: Tenant) -> None:
    add_pool(own_operator)
    add_pool(own_operator, VenueID=own_operator.venues[1].id)
    of_neighbour, on_controller = (
        add_pool(own_operator, Scope="local"),
        add_pool(own_operator, VenueID=own_operator.venues[0].id),
    )
    execute(queries.add_attachment(of_neighbour, add_unit(own_operator, own_operator.venues[0], "102")))
    execute(with_properties(__.V(on_controller), **{Prop.AUTHENTICATION: str(Mechanism.WPA3)}))

    response = listed(own_operator, "AccountManager").body

    assert response == {"message": "", "errorProcessing": False, "Keypools": {}}


def test_a_deleted_one_is_not_listed(own_operator: Tenant) -> None:
    pool = add_pool(own_operator, VenueID=own_operator.venues[0].id)
    delete(own_operator, pool)

    response = listed(own_operator, "CustomerSupport").body

    assert response["Keypools"] == {}


def test_they_come_in_the_order_of_their_display_or_page_by_page(own_operator: Tenant) -> None:
    pools = [add_pool(own_operator, SSID=f"Net {number}", VenueID=own_operator.venues[0].id) for number in (3, 1, 2)]
    execute(with_properties(__.V(pools[0]), **{Prop.DISPLAY_ORDER: 1}))

    whole, page = listed(own_operator).body, listed(own_operator, Pagination={"Limit": 2}).body

    assert list(whole["Keypools"]) == pools
    assert (len(page["Keypools"]), "NextCursor" in page["pagination"]) == (2, True)


def test_a_unit_must_be_there_and_at_the_venue(world: World, own_operator: Tenant) -> None:
    response = [
        listed(own_operator, VenueID=own_operator.venues[1].id),
        listed(own_operator, "DomainAdministrator", VenueID=world.mine.venues[0].id),
        listed(own_operator, UnitID_internal="none"),
        listed(own_operator, "DomainAdministrator", UnitID_internal=own_operator.units[1]),
    ]

    codes = ["VenueNotFound", "VenueNotFound", "UnitNotFound", "ReferencesDisagree"]
    assert [each.code for each in response] == codes
