"""The keys of an operator: read again where they do not open, and in generations."""

import pytest

from functions.venuemgmtconsole.subscribers import validate_email_address
from tests.factories import Tenant, World, create_tenant, unique_name
from tests.gateway import call
from tests.instrumentation import undeclared
from tests.request_bodies.scene import add_keypool_at, add_resident_of
from tests.residents import keys_of
from vault.adapters import kms_data_keys
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel.sealing import SealBroken, seal, unseal
from vault.operators import service as tenants


@pytest.mark.parametrize("prop", [Prop.INDEX_KEY, Prop.DATA_KEY, Prop.CLIENT_SECRET])
def test_a_wrong_reading_of_an_operators_keys_is_not_remembered(world: World, prop: str) -> None:
    mine, other = world.mine.operator, world.other.operator
    tenants._cache.clear()
    execute(with_properties(__.V(mine.id), **{prop: other.vertex[prop]}))
    try:
        tenants.get_operator("id", mine.id)
    finally:
        execute(with_properties(__.V(mine.id), **{prop: mine.vertex[prop]}))

    pool = tenants.get_user_pool(tenants.get_operator("id", mine.id))

    assert pool == tenants.get_user_pool(mine)
    assert tenants.get_operator("id", mine.id).vertex[prop] == mine.vertex[prop]


def test_keys_that_do_not_open_are_an_error_without_a_name_and_only_for_as_long_as_they_do_not(world: World) -> None:
    mine, other = world.mine.operator, world.other.operator
    token, body = world.mine.token("VenueAdministrator"), {"EmailAddress": f"{unique_name('who')}@else.example"}
    execute(with_properties(__.V(mine.id), **{Prop.INDEX_KEY: other.vertex[Prop.INDEX_KEY]}))
    tenants._cache.clear()
    try:
        broken = call(validate_email_address.handler, token, body)
    finally:
        execute(with_properties(__.V(mine.id), **{Prop.INDEX_KEY: mine.vertex[Prop.INDEX_KEY]}))

    mended = call(validate_email_address.handler, token, body)

    assert (broken.status, broken.code) == (500, "InternalError")
    assert mended.status == 200
    assert undeclared.take() == [f"{validate_email_address.handler.path}: SealBroken"]


def test_an_operators_second_data_key_seals_and_the_first_still_opens(world: World) -> None:
    assert world
    tenant = create_tenant(unique_name("Generations"))
    add_keypool_at(tenant, tenant.venues[0])
    elder = add_resident_of(tenant, tenant.units[0])
    before = keys_of(elder)
    add_generation(tenant)

    younger = add_resident_of(tenant, tenant.units[0])

    assert (keys_of(elder), bool(keys_of(younger))) == (before, True)


def add_generation(tenant: Tenant) -> None:
    """Give an operator another data key."""
    wrapped = f"{tenant.operator.data_key_wrapped} {kms_data_keys.generate_data_key(tenant.operator.id)}"
    execute(with_properties(__.V(tenant.operator.id), **{Prop.DATA_KEY: wrapped}))


def test_a_data_key_of_another_operator_opens_nothing(world: World) -> None:
    mine, other = (tenants.get_keyring(tenant.operator).data_key for tenant in (world.mine, world.other))

    sealed = seal(mine, b"secret", "key-1")

    assert unseal(mine, sealed, "key-1") == b"secret"
    with pytest.raises(SealBroken):
        unseal(other, sealed, "key-1")


def test_a_wrapped_data_key_of_another_operator_is_not_unwrapped(world: World) -> None:
    with pytest.raises(SealBroken):
        tenants.unwrap_data_key(world.mine.operator.id, world.other.operator.data_key_wrapped)
