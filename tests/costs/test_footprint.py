"""The bytes of a resident and of a log entry, measured in the local graphs, are those of the cost estimate."""

from collections.abc import Mapping
from typing import Any

import pytest

from cdk.costs.load import GRAPH_BYTES, LOG_ENTRY_BYTES
from tests.factories import World, create_tenant, unique_name
from tests.request_bodies.scene import add_keypool_at, add_resident_of
from vault.graph.connection import execute
from vault.graph.schema import Label
from vault.graph.steps import T, __

RESIDENTS = 5


def rows_of(endpoint: str) -> list[Mapping[Any, Any]]:
    """All vertices and edges, without outbox records, which are deleted after publication."""
    found = [execute(steps.element_map().fold(), endpoint)[0] for steps in (__.V(), __.E())]
    return [row for rows in found for row in rows if row[T.label] != Label.OUTBOX]


def bytes_of(value: Any) -> int:
    """The bytes of ids, labels and values; property names are numbers in Neptune."""
    if isinstance(value, Mapping):
        return sum(bytes_of(part) for part in value.values())
    return len(str(value).encode())


@pytest.fixture(scope="module")
def grown(world: World) -> dict[str, float]:
    """The bytes by which a resident makes the graph grow, and by which an entry makes the log grow."""
    assert world
    tenant = create_tenant(unique_name("Footprint"))  # with the keypools of other tests a resident would have more keys
    add_keypool_at(tenant, tenant.venues[0])
    before = {endpoint: rows_of(endpoint) for endpoint in ("WRITER", "LOG")}
    for _ in range(RESIDENTS):
        add_resident_of(tenant, tenant.units[0])
    after = {endpoint: rows_of(endpoint) for endpoint in before}
    more = {each: sum(map(bytes_of, after[each])) - sum(map(bytes_of, before[each])) for each in before}
    return {"resident": more["WRITER"] / RESIDENTS, "entry": more["LOG"] / (len(after["LOG"]) - len(before["LOG"]))}


def test_a_resident_is_half_of_what_is_assumed_of_a_subscriber(grown: dict[str, float]) -> None:
    assert 0.8 < grown["resident"] / (GRAPH_BYTES / 2) < 1.2


def test_a_log_entry_is_as_large_as_is_assumed(grown: dict[str, float]) -> None:
    assert 0.8 < grown["entry"] / LOG_ENTRY_BYTES < 1.2
