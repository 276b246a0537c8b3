"""Refuses every traversal that Amazon Neptune would refuse, in every test that runs."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from gremlin_python.driver.client import Client
from gremlin_python.process.traversal import Bytecode, Merge, P, T

from tests.instrumentation.elements import kind_after
from tests.instrumentation.neptune_properties import (
    NotForNeptuneError,
    check_map,
    check_plain_value,
    check_property,
    check_text_id,
    refuse,
)
from vault.graph import connection
from vault.graph.schema import Edge, Label, Prop

__all__ = ["NotForNeptuneError", "check", "check_every_traversal"]

LABELS, EDGES, PROPS = (
    {value for kind in group.__mro__ for name, value in vars(kind).items() if name.isupper()}
    for group in (Label, Edge, Prop)
)
STEPS = frozenset(
    {
        "V", "E", "addV", "addE", "mergeV", "mergeE", "property", "drop", "option", "has", "hasLabel", "hasId",
        "hasNot", "hasKey", "is", "where", "filter", "not", "and", "or", "dedup", "limit", "range", "skip", "tail",
        "none", "simplePath", "out", "in", "both", "outE", "inE", "bothE", "outV", "inV", "otherV", "bothV", "id",
        "label", "values", "valueMap", "elementMap", "properties", "propertyMap", "key", "value", "path", "with",
        "project", "select", "by", "as", "from", "to", "fold", "unfold", "count", "sum", "min", "max", "mean",
        "group", "groupCount", "order", "coalesce", "choose", "optional", "union", "local", "map", "flatMap",
        "sideEffect", "repeat", "until", "emit", "times", "inject", "constant", "identity", "aggregate", "store",
        "cap", "barrier",
    }
)  # fmt: skip
"""The steps that VAULT uses, all of which Neptune has. One more is added here once its documentation was read."""
OF_EDGES = frozenset({"addE", "out", "in", "both", "outE", "inE", "bothE"})
OF_PROPERTIES = frozenset({"values", "valueMap", "properties", "propertyMap", "hasNot"})
UPSERTS = frozenset({"mergeV", "mergeE"})
NEED_DELETE = frozenset({"drop", "property"})
"""Steps for which Neptune asks for DeleteDataViaQuery, property() even where there is nothing to replace."""

_cleans_up: ContextVar[bool] = ContextVar("cleans_up", default=False)


@contextmanager
def check_every_traversal() -> Iterator[None]:
    """Check every traversal of VAULT before it is sent; a test's own clients may do as they like."""
    original = connection.client
    connection.client = functools.cache(lambda endpoint: with_checks(original.__wrapped__(endpoint), endpoint))
    try:
        yield
    finally:
        connection.client = original


def with_checks(client: Client, endpoint: str) -> Client:
    """The client, which from now on sends nothing that Neptune refuses."""
    submit = client.submit

    def submit_checked(message: Any, *rest: Any, **named: Any) -> Any:
        if not isinstance(message, Bytecode):
            refuse("a script: send steps")
        check(message)
        if endpoint == "LOG" and not _cleans_up.get():
            check_deletes_nothing(message)
        return submit(message, *rest, **named)

    client.submit = submit_checked
    return client


def check(bytecode: Bytecode, kind: str | None = None) -> str | None:
    """Raise NotForNeptuneError for the first thing that Neptune refuses; what the steps end at, where it is known.

    `kind` is what a child starts from: "vertex", "edge", or None where it is not known.
    """
    for name, *_ in bytecode.source_instructions:
        refuse(f"{name}(): no strategies, computers, sacks or sources with a state")
    steps = [(name, arguments) for name, *arguments in bytecode.step_instructions]
    upsert = ""
    for place, (name, arguments) in enumerate(steps):
        if name not in STEPS:
            refuse(f"{name}() is not among the steps known to work on Neptune: tests/instrumentation/neptune.py, STEPS")
        upsert = name if name in UPSERTS else upsert
        ends = [check(child, kind) for child in children(arguments)]
        check_step(name, arguments, kind, upsert)
        if name in {"addV", "addE"}:
            check_own_id(name, steps[place + 1 :])
        kind = kind_after(name, kind, ends)
    return kind


@contextmanager
def allow_cleaning_up() -> Iterator[None]:
    """Within this, a test may remove from the log what it left there."""
    before = _cleans_up.set(True)
    try:
        yield
    finally:
        _cleans_up.reset(before)


def check_deletes_nothing(bytecode: Bytecode) -> None:
    """Refuse what no role may do with the log: delete, and replace values."""
    for name, *arguments in bytecode.step_instructions:
        if name in NEED_DELETE or (name == "option" and arguments[0] is Merge.on_match):
            refuse(f"{name}() on the log: no function may delete or change its entries")
        for child in children(arguments):
            check_deletes_nothing(child)


def children(arguments: list[Any]) -> Iterator[Bytecode]:
    """The anonymous traversals among a step's arguments, within P and maps too."""
    for argument in arguments:
        if isinstance(argument, Bytecode):
            yield argument
        elif isinstance(argument, dict):
            yield from children([*argument.values()])
        elif isinstance(argument, (list, tuple, set)):
            yield from children([*argument])
        elif callable(argument):
            refuse("a lambda")


def check_step(name: str, arguments: list[Any], kind: str | None, upsert: str) -> None:
    """One step's own arguments."""
    if name in {"V", "E", "hasId"}:
        for given in arguments:
            check_text_id(given)
    elif name == "property":
        check_property(arguments, kind, PROPS)
    elif name in UPSERTS:
        if not (arguments and isinstance(arguments[0], dict)):
            refuse(f"{name}() without a map that names the element")
        check_map(arguments[0], name, PROPS, LABELS | EDGES)
    elif name == "option" and isinstance(arguments[0], Merge):
        check_option(arguments, upsert)
    else:
        check_names(name, arguments)


def check_option(arguments: list[Any], upsert: str) -> None:
    """What an upsert creates or changes."""
    when, wanted = arguments[0], arguments[1]
    if when is Merge.on_create and isinstance(wanted, dict):
        check_map(wanted, upsert, PROPS, LABELS | EDGES)
    elif when is Merge.on_match and upsert == "mergeV" and wanted:
        refuse("option(on_match) of mergeV adds values to a set: follow with property(single, ...)")


def check_names(name: str, arguments: list[Any]) -> None:
    """Labels and properties are the schema's."""
    texts = [argument for argument in arguments if isinstance(argument, str)]
    if name == "addV":
        check_names_known(texts, LABELS, "label")
    elif name in OF_EDGES:
        check_names_known(texts, EDGES, "edge")
    elif name == "hasLabel":
        check_names_known(texts, LABELS | EDGES, "label")
    elif name in OF_PROPERTIES:
        check_names_known(texts, PROPS, "property")
    elif name == "has":
        check_has(arguments)


def check_has(arguments: list[Any]) -> None:
    """has(label, property, value), has(property, value), has(T.id, value)."""
    *names, wanted = arguments if len(arguments) > 1 else [*arguments, ""]
    if names[0] in {T.id, T.id_}:
        check_text_id(wanted)
        return
    check_names_known([name for name in names[:-1] if isinstance(name, str)], LABELS | EDGES, "label")
    check_names_known([name for name in names[-1:] if isinstance(name, str)], PROPS, "property")
    if not isinstance(wanted, (P, Bytecode)):
        check_plain_value(wanted)


def check_names_known(texts: list[str], schema: set[str], what: str) -> None:
    """Names that stand in graph/schema.py."""
    for text in texts:
        if text not in schema:
            refuse(f"the {what} {text!r} is not in graph/schema.py")


def check_own_id(name: str, following: list[tuple[str, list[Any]]]) -> None:
    """A new element gets an id of ours at once."""
    for step, arguments in following:
        if step not in {"property", "from", "to"}:
            break
        if step == "property" and T.id in arguments[:1]:
            return
    refuse(f"{name}() without property(T.id, ...): Neptune would make up an id")
