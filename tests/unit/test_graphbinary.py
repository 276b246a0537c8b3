"""Answers of the database are decoded as the driver decodes them."""

import datetime as dt
import uuid
from io import BytesIO
from typing import Any

import pytest
from gremlin_python.process.traversal import Direction, T, Traverser
from gremlin_python.structure.graph import Edge, Vertex
from gremlin_python.structure.io.graphbinaryV1 import GraphBinaryReader, GraphBinaryWriter
from hypothesis import given
from hypothesis import strategies as st

from vault.graph.graphbinary import FastReader
from vault.graph.numbers import WholeNumber

WRITER = GraphBinaryWriter({int: WholeNumber})
plain = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text()
keys = st.text() | st.sampled_from([T.id, T.label, Direction.IN, Direction.OUT])
values = st.recursive(plain, lambda some: st.lists(some, max_size=4) | st.dictionaries(keys, some, max_size=4))


def read_twice(value: object) -> tuple[Any, Any]:
    """A value decoded by our own reader, and by the driver's."""
    written = bytes(WRITER.write_object(value))
    return FastReader().read_object(BytesIO(written)), GraphBinaryReader().read_object(BytesIO(written))


@given(st.lists(values))
def test_rows_are_read_as_they_were_written(value: list[object]) -> None:
    here, there = read_twice(value)

    assert here == there == value
    assert repr(here) == repr(there)


@pytest.mark.parametrize(
    "value",
    [
        uuid.UUID(int=7),
        dt.datetime(2026, 3, 1, 12),  # noqa: DTZ001  as the driver has them
        {"a", 1},
        Traverser({"id": "x"}, 3),
        Vertex("v", "venue"),
        Edge("e", Vertex("v", "venue"), "has_unit", Vertex("u", "unit")),
        {T.id: [None, {"nested": {T.label: None}}]},
    ],
    ids=["uuid", "date", "set", "traverser", "vertex", "edge", "nothing within"],
)
def test_what_has_no_short_way_is_read_by_the_driver(value: object) -> None:
    here, there = read_twice(value)

    assert here == there == value


def test_a_map_may_have_maps_and_lists_as_keys() -> None:
    # A group by maps is answered in this form; the driver alone cannot write it.
    entry = bytes(WRITER.write_object({"b": 1})) + bytes(WRITER.write_object("x"))
    grouped = bytes([0x0A, 0]) + (1).to_bytes(4) + entry

    here, there = (reader.read_object(BytesIO(grouped)) for reader in (FastReader(), GraphBinaryReader()))

    assert here == there
    assert list(here.values()) == ["x"]
