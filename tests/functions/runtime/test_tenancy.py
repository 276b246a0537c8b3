"""The operator that a call is for, and the origins that it may come from."""

import time
from types import SimpleNamespace

import pytest

from functions.networkoperatorconsole.venues import add_venue_units, list_venue_units
from functions.subscriberconsole import login, update_device_name
from functions.venuemgmtconsole.subscribers import validate_email_address
from tests.bench.round_trips import count_requests
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.functions.runtime.probes import administer, anybody, at_unit, broken, me, provide
from tests.gateway import Answer, call, event, send
from tests.instrumentation import undeclared
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.operators import service as tenants
from vault.runtime.endpoint import Endpoint


def test_nobody_is_a_visitor_of_the_console_where_they_are(world: World) -> None:
    answers = [call(anybody, "", {}, origin=made.origin) for made in (world.mine, world.other)]

    assert [response.body["OperatorID"] for response in answers] == [world.mine.operator.id, world.other.operator.id]


@pytest.mark.parametrize("origin", ["https://METRO.example", "https://metro.example/"])
def test_an_origin_is_read_leniently(world: World, origin: str) -> None:
    assert call(anybody, "", {}, origin=origin).body["OperatorID"] == world.mine.operator.id


@pytest.mark.parametrize("origin", ["", "null", "https://nobody.example", "http://metro.example", "x" * 5000])
def test_a_visitor_of_no_console_is_told_that_there_is_no_operator(world: World, origin: str) -> None:  # noqa: ARG001
    response = call(anybody, "", {}, origin=origin)

    assert (response.status, response.code) == (404, "OperatorNotFound")
    assert response.body["message"] == f"No operator has the console “{origin[:250]}” (header Origin)."


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("who", ["EmailAddress", "PhoneNumber", "SubscriberToken"])
def test_a_login_at_no_console_is_told_which_one_it_named(who: str) -> None:
    response = call(login.handler, "", {who: "sam@example.com", "Password": "x"}, origin="http://localhost:5173")

    assert (response.status, response.code) == (404, "OperatorNotFound")
    assert response.body["message"] == "No operator has the console “http://localhost:5173” (header Origin)."


def test_a_token_says_the_operator_and_needs_no_origin(world: World) -> None:
    response = call(me, world.other.token("LeasingAgent"))

    assert response.body["OperatorID"] == world.other.operator.id


def test_a_console_of_another_operator_is_refused(world: World) -> None:
    response = call(me, world.mine.token("DomainAdministrator"), {}, origin=world.other.origin)

    assert (response.status, response.code) == (403, "OriginRefused")


def test_an_operator_named_by_a_visitor_is_obeyed_only_where_it_is_the_consoles_own(world: World) -> None:
    own = call(anybody, "", {"OperatorID": world.mine.operator.id}, origin=world.mine.origin)
    other = call(anybody, "", {"OperatorID": world.other.operator.id}, origin=world.mine.origin)

    assert own.status == 200
    assert (other.status, other.code) == (403, "AccessDenied")


def test_the_providers_staff_act_in_the_operator_that_they_name(world: World) -> None:
    named = [
        call(provide, world.provider.access_token, {"OperatorID": made.operator.id})
        for made in (world.mine, world.other)
    ]

    assert [response.body["OperatorID"] for response in named] == [world.mine.operator.id, world.other.operator.id]


def test_the_providers_staff_must_name_one_that_is_there(world: World) -> None:
    nameless = call(provide, world.provider.access_token)
    unknown = call(provide, world.provider.access_token, {"OperatorID": "nobody"})

    assert (nameless.status, nameless.code) == (400, "FieldMissing")
    assert (unknown.status, unknown.code) == (404, "OperatorNotFound")


def give_external_id(tenant: Tenant, external_id: str) -> None:
    execute(with_properties(__.V(tenant.venues[0].id), **{Prop.EXTERNAL_VENUE_ID: external_id}))


def test_the_providers_staff_name_the_operator_of_an_external_id(world: World) -> None:
    shared = unique_name("EXT")
    for made in (world.mine, world.other):
        give_external_id(made, shared)
    unit = {"UnitID": unique_name("E"), "vlan": 8}
    operators = [{}, *({"OperatorID": made.operator.id} for made in (world.mine, world.other))]

    nameless, mine, other = (
        call(add_venue_units.handler, world.provider.access_token, {**unit, "externalVenueID": shared, **named})
        for named in operators
    )

    assert (nameless.code, nameless.body["message"]) == ("FieldMissing", "OperatorID is required.")
    assert [each.body["VenueID"] for each in (mine, other)] == [made.venues[0].id for made in (world.mine, world.other)]


def test_an_external_id_of_the_own_operator_needs_no_operator(world: World) -> None:
    shared = unique_name("EXT")
    give_external_id(world.other, shared)
    give_external_id(world.mine, shared)

    listed = call(list_venue_units.handler, world.mine.token("DomainAdministrator"), {"externalVenueID": shared})

    assert world.mine.units[0] in {unit["UnitID_internal"] for unit in listed.body["VenueUnits"]}


def test_things_of_two_operators_disagree(world: World) -> None:
    body = {"VenueID": world.mine.venues[0].id, "UnitID_internal": world.other.units[0]}

    response = call(at_unit, world.provider.access_token, body)

    assert (response.status, response.code) == (400, "ReferencesDisagree")


def test_the_own_record_is_not_there_in_another_operator(world: World) -> None:
    body = {
        "OperatorID": world.mine.operator.id,
        "VenueID": world.mine.venues[0].id,
        "Calling-Station-Id": "4e:6b:55:72:48:0a",
        "UserDefinedHostName": "Lamp",
    }

    response = call(update_device_name.handler, world.provider.access_token, body)

    assert (response.status, response.code) == (403, "AccessDenied")


def test_the_providers_staff_may_not_what_is_the_operators_own(world: World) -> None:
    response = call(administer, world.provider.access_token, {"OperatorID": world.mine.operator.id})

    assert (response.status, response.code) == (403, "AccessDenied")


def test_an_operator_that_calls_itself_the_provider_is_none(world: World) -> None:
    response = call(provide, world.mine.token("AccountManager"), {"OperatorID": world.mine.operator.id})

    assert response.code == "AccessDenied"


def test_two_things_of_different_venues_disagree(world: World) -> None:
    mine = world.mine

    response = call(
        at_unit, mine.token("DomainAdministrator"), {"VenueID": mine.venues[1].id, "UnitID_internal": mine.units[0]}
    )

    assert (response.status, response.code) == (400, "ReferencesDisagree")


def test_a_venue_role_reaches_its_own_venue_alone(world: World) -> None:
    token = world.mine.token("LeasingAgent")

    own, sibling = (call(at_unit, token, {"UnitID_internal": unit}) for unit in world.mine.units)

    assert own.status == 200
    assert (sibling.status, sibling.code) == (404, "UnitNotFound")


@pytest.fixture
def guarded(world: World) -> Tenant:  # noqa: ARG001  the services
    made = create_tenant(unique_name("Guarded"))
    allowed = {Prop.SOURCE_IPS_ALLOWED: "198.51.100.0/24 2001:db8:7::/48 203.0.113.77"}
    execute(with_properties(__.V(made.operator.id), **allowed))
    return made


def from_address(endpoint: Endpoint, tenant: Tenant, address: str, token: str = "") -> Answer:
    """Call from an address."""
    called = event({"AccessToken": token}, origin=tenant.origin)
    called["requestContext"]["http"]["sourceIp"] = address
    return send(endpoint, called)


@pytest.mark.parametrize("address", ["198.51.100.9", "2001:db8:7::1", "203.0.113.77"])
def test_an_address_on_the_list_is_admitted(guarded: Tenant, address: str) -> None:
    assert from_address(me, guarded, address, guarded.token("LeasingAgent")).status == 200
    assert from_address(anybody, guarded, address).status == 200


@pytest.mark.parametrize("address", ["198.51.101.9", "2001:db8:8::1", "::1", "", "not an address"])
def test_an_address_that_is_not_on_the_list_is_refused_to_everybody(guarded: Tenant, address: str) -> None:
    signed = from_address(me, guarded, address, guarded.token("DomainAdministrator"))
    visiting = from_address(anybody, guarded, address)

    assert [(response.status, response.code) for response in (signed, visiting)] == [(403, "SourceNotAllowed")] * 2


def test_a_forwarded_address_counts_for_nothing(guarded: Tenant) -> None:
    called = event({"AccessToken": guarded.token("LeasingAgent")}, x_forwarded_for="198.51.100.9")

    assert send(me, called).code == "SourceNotAllowed"


def test_an_endpoint_that_looks_at_no_token_is_not_troubled_by_one(world: World) -> None:
    response = call(broken, "rubbish", {}, origin=world.mine.origin)

    assert response.code == "InternalError"
    assert undeclared.take() == ["/tests/broken: InternalError"]


def test_an_operator_that_calls_is_not_asked_for_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(monotonic=lambda: clock.now, now=time.monotonic())
    monkeypatch.setattr(tenants, "time", clock)
    body = {"EmailAddress": world.mine.people["LeasingAgent"].email}
    call(validate_email_address.handler, world.mine.token("VenueAdministrator"), body)

    costs = []
    for _ in range(3):
        clock.now += tenants.CACHE_SECONDS - 1
        with count_requests() as seen:
            call(validate_email_address.handler, world.mine.token("VenueAdministrator"), body)
        costs.append(seen["requests"])

    assert costs == [2, 2, 2]
