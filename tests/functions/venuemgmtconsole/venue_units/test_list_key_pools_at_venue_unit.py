"""The networks of a unit, as the venue's staff sees them."""

from typing import Any

import pytest

from functions.venuemgmtconsole.venue_units.list_key_pools_at_venue_unit import handler
from tests.departing import delete
from tests.gateway import Answer, call
from tests.residents import add_pool
from tests.world import Tenant, World, add_unit, fresh, tenant
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.keypools import queries
from vault.keypools.model import Mechanism


@pytest.fixture
def estate(world: World) -> Tenant:
    """An operator of a test's own."""
    assert world
    return tenant(fresh("Networked"))


def listed(made: Tenant, role: str = "VenueAdministrator", **fields: Any) -> Answer:
    body = {"VenueID": made.venues[0].id, "UnitID_internal": made.units[0], **fields}
    return call(handler, made.token(role), body)


def test_those_of_the_venue_and_the_units_own_are_listed(estate: Tenant) -> None:
    of_venue, own = add_pool(estate, SSID="House", VenueID=estate.venues[0].id), add_pool(estate, Scope="local")
    answer(queries.show(own, estate.units[0]))

    told = listed(estate).body

    assert told["Keypools"].keys() == {of_venue, own}
    assert told["Keypools"][own]["UnitID_internal"] == estate.units[0]
    assert (told["message"], told["Keypools"][of_venue]) == (
        "",
        {"KeyPoolID": of_venue, "SSID": "House", "AuthenticationMechanism": "WPA2", "DisplayOrder": 100},
    )


def test_others_are_not_listed(estate: Tenant) -> None:
    add_pool(estate)
    add_pool(estate, VenueID=estate.venues[1].id)
    of_neighbour, on_controller = add_pool(estate, Scope="local"), add_pool(estate, VenueID=estate.venues[0].id)
    answer(queries.show(of_neighbour, add_unit(estate, estate.venues[0], "102")))
    answer(with_properties(__.V(on_controller), **{Prop.AUTHENTICATION: str(Mechanism.WPA3)}))

    told = listed(estate, "AccountManager").body

    assert told == {"message": "", "errorProcessing": False, "Keypools": {}}


def test_a_deleted_one_is_not_listed(estate: Tenant) -> None:
    pool = add_pool(estate, VenueID=estate.venues[0].id)
    delete(estate, pool)

    told = listed(estate, "CustomerSupport").body

    assert told["Keypools"] == {}


def test_they_come_in_the_order_of_their_display_or_page_by_page(estate: Tenant) -> None:
    pools = [add_pool(estate, SSID=f"Net {number}", VenueID=estate.venues[0].id) for number in (3, 1, 2)]
    answer(with_properties(__.V(pools[0]), **{Prop.DISPLAY_ORDER: 1}))

    whole, page = listed(estate).body, listed(estate, Pagination={"Limit": 2}).body

    assert list(whole["Keypools"]) == pools
    assert (len(page["Keypools"]), "NextCursor" in page["pagination"]) == (2, True)


def test_a_unit_must_be_there_and_at_the_venue(world: World, estate: Tenant) -> None:
    told = [
        listed(estate, VenueID=estate.venues[1].id),
        listed(estate, "DomainAdministrator", VenueID=world.mine.venues[0].id),
        listed(estate, UnitID_internal="none"),
        listed(estate, "DomainAdministrator", UnitID_internal=estate.units[1]),
    ]

    codes = ["VenueNotFound", "VenueNotFound", "UnitNotFound", "ReferencesDisagree"]
    assert [each.code for each in told] == codes
