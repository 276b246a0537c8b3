"""The check of traversals refuses what Neptune refuses, and nothing else."""

import datetime as dt
from collections.abc import Callable

import pytest
from gremlin_python.process.traversal import Bytecode, Cardinality

from local.system import System
from tests.instrumentation.neptune import NotForNeptuneError, check, check_deletes_nothing
from vault.graph import connection
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Direction, Merge, P, Steps, T, __, new_edge, new_vertex, single, without_properties
from vault.graph.transaction import OutboxRecord, Transaction
from vault.outbox import relay
from vault.people import queries as people
from vault.staff import queries as staff
from vault.units import queries as units

EDGE = {T.id: "e", T.label: Edge.HAS_UNIT, Direction.OUT: "a", Direction.IN: "b"}


def venue() -> Steps:
    """A vertex; steps are mutable, so that each test has its own."""
    return __.V("a").has_label(Label.VENUE)


REFUSED: dict[str, tuple[Callable[[], Steps], str]] = {
    "a step of OLAP": (lambda: __.V("a").page_rank(), "STEPS"),
    "a search": (lambda: __.V("a").shortest_path(), "STEPS"),
    "call": (lambda: __.call("service"), "STEPS"),
    "a sack": (lambda: __.V("a").sack(), "STEPS"),
    "a lambda": (lambda: __.V("a").map(lambda: "it.get()"), "lambda"),
    "a lambda in a child": (lambda: __.V("a").filter_(__.map(lambda: "it.get()")), "lambda"),
    "a number as an id": (lambda: __.V(1), "ids are strings"),
    "an empty id": (lambda: __.V(""), "ids are strings"),
    "a number as an edge's id": (lambda: __.E(1), "ids are strings"),
    "a number in hasId": (lambda: __.V("a").has_id(P.within([1])), "ids are strings"),
    "a number in has(T.id)": (lambda: __.V("a").has(T.id, 1), "ids are strings"),
    "a new vertex with a number as its id": (lambda: __.add_v(Label.VENUE).property(T.id, 1), "ids are strings"),
    "a new vertex without an id": (lambda: __.add_v(Label.VENUE).property(single, Prop.NAME, "a"), "make up an id"),
    "a new vertex with a late id": (lambda: __.add_v(Label.VENUE).fold().property(T.id, "a"), "make up an id"),
    "a new edge without an id": (lambda: __.V("a").add_e(Edge.HAS_UNIT).to(__.V("b")), "make up an id"),
    "a set of values": (lambda: venue().property(Prop.NAME, "a"), "without Cardinality.single"),
    "a set by name": (lambda: venue().property(Cardinality.set_, Prop.NAME, "a"), "without Cardinality.single"),
    "a list of values": (lambda: venue().property(Cardinality.list_, Prop.NAME, "a"), "Cardinality.single"),
    "a set in a child": (lambda: venue().side_effect(__.property(Prop.NAME, "a")), "Cardinality.single"),
    "a set after a branch": (
        lambda: __.inject(0).coalesce(__.V("a"), __.V("b")).property(Prop.NAME, "a"),
        "Cardinality.single",
    ),
    "a cardinality of an edge": (lambda: __.E("e").property(single, Prop.ROLE, "a"), "edge's property"),
    "a property of a property": (lambda: venue().property(single, Prop.NAME, "a", Prop.WHEN, 1), "of a property"),
    "a map of properties": (lambda: venue().property({Prop.NAME: "a"}), "one property at a time"),
    "a list as a value": (lambda: venue().property(single, Prop.NAME, ["a"]), "a list as a value"),
    "a set as a value": (lambda: venue().property(single, Prop.NAME, {"a"}), "a set as a value"),
    "a map as a value": (lambda: venue().property(single, Prop.NAME, {"a": 1}), "a dict as a value"),
    "nothing as a value": (lambda: venue().property(single, Prop.NAME, None), "a NoneType as a value"),
    "a date as a value": (
        lambda: venue().property(single, Prop.WHEN, dt.datetime.now(dt.UTC)),
        "a datetime as a value",
    ),
    "bytes as a value": (lambda: venue().property(single, Prop.NAME, b"a"), "a bytes as a value"),
    "a number beyond 64 bits": (lambda: venue().property(single, Prop.WHEN, 2**63), "64 bits"),
    "no number": (lambda: venue().property(single, Prop.LATITUDE, float("nan")), "not finite"),
    "an upsert without an id": (lambda: __.merge_v({T.label: Label.VLAN}), "make up an id"),
    "an upsert of any vertex": (__.merge_v, "without a map"),
    "an upsert with a number as its id": (lambda: __.merge_v({T.id: 1, T.label: Label.VLAN}), "ids are strings"),
    "an upsert between numbers": (lambda: __.merge_e({**EDGE, Direction.OUT: 1}), "ids are strings"),
    "an upsert of another label": (lambda: __.merge_v({T.id: "a", T.label: "house"}), "not in graph/schema.py"),
    "an upsert with a list": (
        lambda: __.merge_v({T.id: "a"}).option(Merge.on_create, {T.id: "a", Prop.VLAN: [1]}),
        "a list as a value",
    ),
    "an upsert that adds to a set": (
        lambda: __.merge_v({T.id: "a"}).option(Merge.on_match, {Prop.VLAN: 1}),
        "property\\(single",
    ),
    "a label that nobody knows": (lambda: __.add_v("house").property(T.id, "a"), "not in graph/schema.py"),
    "an edge that nobody knows": (lambda: __.V("a").out("owns"), "not in graph/schema.py"),
    "a property that nobody knows": (lambda: __.V("a").values("colour"), "not in graph/schema.py"),
    "a property that nobody wrote": (lambda: __.V("a").property(single, "colour", 1), "not in graph/schema.py"),
    "a filter by what nobody knows": (lambda: __.V().has("colour", 1), "not in graph/schema.py"),
    "a filter by an unknown label": (lambda: __.V().has("house", Prop.NAME, "a"), "not in graph/schema.py"),
    "a filter by a map": (lambda: __.V().has(Prop.NAME, {"a": 1}), "a dict as a value"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_neptune_refuses_is_refused(name: str) -> None:
    steps, reason = REFUSED[name]

    with pytest.raises(NotForNeptuneError, match=reason):
        check(steps().bytecode)


def test_strategies_are_refused() -> None:
    bytecode = Bytecode()
    bytecode.add_source("withStrategies", "ReadOnlyStrategy")

    with pytest.raises(NotForNeptuneError, match="no strategies"):
        check(bytecode)


ACCEPTED: dict[str, Callable[[], Steps]] = {
    "a vertex": lambda: new_vertex(Label.VENUE, "a", **{Prop.NAME: "a", Prop.LATITUDE: 1.5, Prop.CONTACT_BY_SMS: True}),
    "an edge": lambda: new_edge("a", Edge.STAFF_OF, "b", "e", **{Prop.ROLE: "r"}),
    "an edge's property": lambda: __.V("a").out_e(Edge.STAFF_OF).property(Prop.ROLE, "r"),
    "a property dropped": lambda: without_properties(__.V("a"), Prop.NAME),
    "a property found by steps": lambda: __.V("a").property(single, Prop.NAME, __.V("b").values(Prop.NAME)),
    "a property after a branch of vertices": lambda: (
        __.inject(0).coalesce(__.V("a"), __.V("b")).property(single, Prop.NAME, "a")
    ),
    "a branch of edges": lambda: __.V("a").coalesce(__.out_e(), __.in_e()).property(Prop.ROLE, "r"),
    "an upsert of an edge": lambda: staff.grant("t", "r", "a", 1),
    "a person": lambda: people.view(people.by_identity("i")),
    "a unit": lambda: units.view(__.V("u")),
    "a shared VLAN": lambda: units.share_vlan("v", 7)[0],
    "a log entry": lambda: relay.merge_log_entry({"id": "l", Prop.WHEN: 1, Prop.EVENT: "e"}),
    "a write": lambda: Transaction(guards=[__.V("a")], changes=units.create_vlan("v", 7)).build_traversal(
        OutboxRecord("p", (), ())
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_neptune_takes_passes(name: str) -> None:
    check(ACCEPTED[name]().bytecode)


def test_what_vault_sends_is_watched(system: System) -> None:  # noqa: ARG001  the services
    with pytest.raises(NotForNeptuneError, match="graph/schema"):
        execute(__.V("a").out("owns"))


def test_a_script_is_refused(system: System) -> None:  # noqa: ARG001  the services
    with pytest.raises(NotForNeptuneError, match="a script"):
        connection.client("WRITER").submit("g.V()")


@pytest.mark.parametrize(
    "change",
    [
        lambda: __.V("entry").drop(),
        lambda: __.V("entry").property(single, Prop.EVENT, "other"),
        lambda: __.inject(0).side_effect(__.V("entry").properties(Prop.DETAIL).drop()),
        lambda: __.merge_v({T.id: "entry"}).option(Merge.on_match, {Prop.EVENT: "other"}),
    ],
)
def test_what_deletes_or_changes_an_entry_of_the_log_is_refused(change: Callable[[], Steps]) -> None:
    with pytest.raises(NotForNeptuneError, match="on the log"):
        check_deletes_nothing(change().bytecode)


def test_a_new_entry_of_the_log_deletes_nothing() -> None:
    steps = __.inject(0).side_effect(relay.merge_log_entry({"id": "entry", Prop.EVENT: "Unit added"}))

    check_deletes_nothing(steps.bytecode)

    assert len(steps.bytecode.step_instructions) == 2
