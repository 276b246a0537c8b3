"""Taking an address from an operator's RADIUS servers."""

import pytest

from functions.networkoperatorconsole.equipment.remove_radius_server import handler
from functions.radius import authorize
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import Answer, call, event, send
from tests.radius_client import add_server
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import __
from vault.kernel.permissions import Role


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Radio"), Role.DOMAIN_ADMINISTRATOR)


def remove(tenant: Tenant, address: str) -> Answer:
    return call(handler, tenant.token("DomainAdministrator"), {"RadiusServerIP": address})


def ask(authorization: str, address: str) -> str:
    """The code of the refusal of a RADIUS server that calls from an address."""
    called = event({}, authorization=authorization)
    called["requestContext"]["http"]["sourceIp"] = address
    return send(authorize.handler, called).code


def networks(tenant: Tenant) -> list[str]:
    found = execute(__.V(tenant.operator.id).out(Edge.HAS_RADIUS_SERVER).values(Prop.SOURCE_IPS_ALLOWED))
    return sorted(map(str, found))


def test_a_server_is_refused_from_the_next_request_on(own_operator: Tenant) -> None:
    server = add_server(own_operator, "192.0.2.1")
    assert ask(server, "192.0.2.1") == "HandshakeMissing"

    removed = remove(own_operator, " 192.0.2.1")

    assert (removed.body["Success"], removed.body["RadiusServerIP"]) == ("Removed RadiusServerIP. ", "192.0.2.1")
    assert ask(server, "192.0.2.1") == "ServerRefused"
    assert (remove(own_operator, "192.0.2.1").status, remove(own_operator, "192.0.2.1").code) == (
        404,
        "RadiusServerNotFound",
    )


def test_every_server_that_has_the_address_loses_it_and_keeps_the_others(own_operator: Tenant) -> None:
    first = add_server(own_operator, "192.0.2.8", "2001:db8::8")
    second = add_server(own_operator, "192.0.2.8/31")

    remove(own_operator, "192.0.2.8")

    assert networks(own_operator) == ["192.0.2.9/32", "2001:db8::8/128"]
    assert [ask(server, "192.0.2.8") for server in (first, second)] == ["SourceNotAllowed"] * 2
    assert [ask(first, "2001:db8::8"), ask(second, "192.0.2.9")] == ["HandshakeMissing"] * 2


def test_another_operators_server_keeps_the_address(own_operator: Tenant, world: World) -> None:
    server = add_server(world.other, "192.0.2.40")

    assert remove(own_operator, "192.0.2.40").code == "RadiusServerNotFound"
    assert ask(server, "192.0.2.40") == "HandshakeMissing"


@pytest.mark.parametrize("address", ["", "192.0.2.0/24", "radius.example", "300.1.1.1"])
def test_what_is_no_address_is_refused(own_operator: Tenant, address: str) -> None:
    assert remove(own_operator, address).status == 400


def test_the_log_of_equipment_says_what_was_removed(own_operator: Tenant) -> None:
    add_server(own_operator, "192.0.2.77")

    remove(own_operator, "192.0.2.77")

    entries = __.V().has(Prop.EVENT, "RADIUS server removed").has(Prop.OPERATOR, own_operator.operator.id)
    assert set(execute(entries.values(Prop.KIND), "LOG")) == {"equipment"}
