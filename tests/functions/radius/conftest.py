"""An operator and a house of each module, and bounds of the entries on refused devices."""

from collections.abc import Callable

import pytest

from tests.factories import Tenant, World, create_tenant, unique_name
from tests.radius_client import House, create_house
from vault.audit import refusals


@pytest.fixture(scope="module")
def own_operator(world: World) -> Tenant:
    assert world
    return create_tenant(unique_name("Aired"))


@pytest.fixture(scope="module")
def home(own_operator: Tenant) -> House:
    return create_house(own_operator)


@pytest.fixture(autouse=True)
def _unbounded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests of a module share an operator; only those of the bounds meet them."""
    if "bounds" not in request.fixturenames:
        monkeypatch.setattr(refusals, "MAX_OF_SOURCE", 10_000)
        monkeypatch.setattr(refusals, "MAX_OF_OPERATOR", 10_000)


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Sets how many entries a server and an operator may have."""

    def set_bounds(of_source: int, of_operator: int) -> None:
        monkeypatch.setattr(refusals, "MAX_OF_SOURCE", of_source)
        monkeypatch.setattr(refusals, "MAX_OF_OPERATOR", of_operator)

    return set_bounds
