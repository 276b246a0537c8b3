"""An operator whose keypools are deleted, for each test."""

import pytest

from tests.factories import Tenant, World, create_tenant, unique_name
from vault.venues.model import Venue


@pytest.fixture
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Doomed"))


@pytest.fixture
def house(own_operator: Tenant) -> tuple[Venue, str]:
    """A venue and a unit there."""
    return own_operator.venues[0], own_operator.units[0]
