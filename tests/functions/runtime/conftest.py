"""The operator with an issuer of its own."""

from collections.abc import Iterator

import pytest

from tests.factories import Tenant, World, create_tenant, unique_name
from tests.functions.runtime.house import House
from tests.functions.runtime.issuer import Issuer
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties, without_properties
from vault.kernel.ids import subscriber_id


@pytest.fixture(scope="module")
def made(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Issuer"))


@pytest.fixture
def house(made: Tenant, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    issuer, name = Issuer(), f"https://issuer.example/{unique_name('pool')}"
    issuer.add("first")
    issuer.start()
    monkeypatch.setenv("VAULT_JWKS_URL", issuer.address)
    execute(with_properties(__.V(made.operator.id), **{Prop.ISSUER: name}))
    house = House(made, made.people["AccountManager"], issuer, name)
    execute(without_properties(__.V(subscriber_id(house.person.token)), Prop.SIGNED_OUT_AT))
    house.store_keys()
    yield house
    issuer.stop()
