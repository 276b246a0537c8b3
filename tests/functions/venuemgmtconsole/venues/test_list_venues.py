"""Listing the venues that a caller may see."""

from typing import Any

import pytest

from functions.venuemgmtconsole.venues.list_venues import handler
from tests.factories import Tenant, World, add_staff, add_unit, add_venue, commit, create_tenant, unique_name
from tests.gateway import call
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.permissions import Role

WHOLE = ("DomainAdministrator", "AccountManager", "CustomerSupport")


def listed(tenant: Tenant, role: str) -> dict[str, Any]:
    found: dict[str, Any] = call(handler, tenant.token(role)).body["VenueList"]
    return found


@pytest.mark.parametrize("role", WHOLE)
def test_the_operators_staff_sees_every_venue_of_the_operator(world: World, role: str) -> None:
    new = add_venue(world.mine, unique_name("Tower"))

    found = listed(world.mine, role)

    assert {new.id, *(venue.id for venue in world.mine.venues)} <= found.keys()
    assert not {venue.id for venue in world.other.venues} & found.keys()


@pytest.mark.parametrize("role", ["VenueAdministrator", "LeasingAgent"])
def test_venue_staff_sees_the_own_venues(world: World, role: str) -> None:
    assert list(listed(world.mine, role)) == [world.mine.venues[0].id]


def test_a_resident_sees_the_venue_where_they_live(world: World) -> None:
    person, (key, unit) = add_staff(world.mine, Role.SIEM_ADMINISTRATOR), (unique_name("key."), world.mine.units[1])
    execute(new_vertex(Label.KEY, key))
    for source, label, target in ((ids.subscriber_id(person.token), Edge.HOLDS, key), (key, Edge.AT_UNIT, unit)):
        execute(new_edge(source, label, target, ids.edge_id(source, label, target)))

    assert list(call(handler, person.access_token).body["VenueList"]) == [world.mine.venues[1].id]


@pytest.mark.usefixtures("world")
def test_the_public_sees_venues_with_a_shopping_cart_and_no_counts() -> None:
    made = create_tenant(unique_name("Shop"))
    execute(with_properties(__.V(made.venues[1].id), **{Prop.SHOPPING_CART: True}))

    seen = call(handler, "", {"AccessToken": ""}, origin=made.origin).body

    assert (seen["VenueCount"], [venue["VenueID"] for venue in seen["VenueList"]]) == (1, [made.venues[1].id])
    assert "UnitCount" not in seen["VenueList"][0]
    assert "UnitCount_LocalWirelessAccess" not in seen


@pytest.mark.usefixtures("world")
def test_units_and_policies_are_counted_by_purpose() -> None:
    made, key = create_tenant(unique_name("Count")), unique_name("key.")
    add_unit(made, made.venues[0], "102")
    execute(new_vertex(Label.KEY, key))
    execute(new_edge(key, Edge.AT_UNIT, made.units[0], ids.edge_id(key, Edge.AT_UNIT, made.units[0])))

    whole = call(handler, made.token("DomainAdministrator")).body

    one = whole["VenueList"][made.venues[0].id]
    assert (one["UnitCount"], one["PolicyCount_GlobalWirelessPlusLocalWiredAccess"]) == (2, 1)
    assert (whole["VenueCount"], whole["UnitCount_GlobalWirelessPlusLocalWiredAccess"]) == (2, 3)
    assert (whole["UnitCount_LocalWirelessAccess"], whole["PolicyCount_LocalWirelessAccess"]) == (0, 0)
    assert whole["message"] == "Venues retrieved successfully"


def test_the_providers_staff_names_the_operator(world: World) -> None:
    token = world.provider.access_token

    named = call(handler, token, {"OperatorID": world.other.operator.id}).body["VenueList"]
    unnamed = call(handler, token)

    assert {venue.id for venue in world.other.venues} <= named.keys()
    assert (unnamed.status, unnamed.code) == (400, "FieldMissing")


def test_who_lost_the_role_sees_nothing(world: World) -> None:
    gone = add_staff(world.mine, Role.LEASING_AGENT)
    ctx = world.mine.caller()
    ctx.tx.change(__.V(ids.subscriber_id(gone.token)).out_e(Edge.STAFF_OF).drop())
    audit.record(ctx, AuditEvent.STAFF_ACCESS_DISABLED, subscriber=gone.token)
    commit(ctx)

    assert call(handler, gone.access_token).body["VenueList"] == {}


def test_an_invalid_token_is_not_the_public(world: World) -> None:
    refused = call(handler, "nonsense", {}, origin=world.mine.origin)

    assert (refused.status, refused.code) == (401, "TokenInvalid")
