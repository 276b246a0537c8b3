"""What Neptune takes as ids and properties: string ids, single values, nothing nested."""

import math
from typing import Any, NoReturn

from gremlin_python.process.traversal import Bytecode, Cardinality, Direction, P, T

LONGEST = 2**63
PROPERTY_WITH_VALUE = 2


class NotForNeptuneError(AssertionError):
    """A traversal that Neptune does not take."""


def refuse(what: str) -> NoReturn:
    """Raise NotForNeptuneError."""
    raise NotForNeptuneError(what)


def check_text_id(given: object) -> None:
    """An id is a text that is not empty."""
    values = given.value if isinstance(given, P) else given
    for value in values if isinstance(values, list) else [values]:
        if not isinstance(value, str) or not value:
            refuse(f"the id {value!r}: ids are strings of ours")


def check_plain_value(value: object) -> None:
    """A value is a bool, a number or a text."""
    if value is None or not isinstance(value, (bool, int, float, str)):
        refuse(f"a {type(value).__name__} as a value: only bool, int, float and str")
    if isinstance(value, int) and not -LONGEST <= value < LONGEST:
        refuse("a whole number of more than 64 bits")
    if isinstance(value, float) and not math.isfinite(value):
        refuse("a number that is not finite")


def check_property(arguments: list[Any], kind: str | None, names: set[str]) -> None:
    """property(single, name, value) of a vertex, property(name, value) of an edge, property(T.id, text) of either."""
    cardinality = arguments[0] if isinstance(arguments[0], Cardinality) else None
    pair = arguments[1:] if cardinality else arguments
    if len(pair) > PROPERTY_WITH_VALUE:
        refuse("a property of a property")
    if len(pair) < PROPERTY_WITH_VALUE:
        refuse("property() with a map: one property at a time")
    name, value = pair
    if name in {T.id, T.id_}:
        check_text_id(value)
        return
    check_cardinality(cardinality, kind)
    check_pair(name, value, names)


def check_cardinality(cardinality: Cardinality | None, kind: str | None) -> None:
    """Neptune's default is a set, and edges have no cardinality."""
    if kind == "edge" and cardinality:
        refuse("a cardinality on an edge's property")
    if kind != "edge" and cardinality is not Cardinality.single:
        refuse("a vertex's property without Cardinality.single: Neptune would add to a set")


def check_pair(name: object, value: object, names: set[str]) -> None:
    """A property of the schema with a value, or with steps that find one."""
    if name not in names:
        refuse(f"the property {name!r} is not in graph/schema.py")
    if not isinstance(value, Bytecode):
        check_plain_value(value)


def check_map(wanted: dict[Any, Any], upsert: str, names: set[str], labels: set[str]) -> None:
    """The map of mergeV or mergeE: an id of ours, a label of the schema, an edge's ends, plain properties."""
    ids = [value for key, value in wanted.items() if key in {T.id, T.id_}]
    if not ids:
        refuse(f"{upsert}() without T.id: Neptune would make up an id")
    for key, value in wanted.items():
        if key in {T.id, T.id_} or isinstance(key, Direction):
            check_text_id(value)
        elif key is T.label:
            check_label(value, labels)
        else:
            check_pair(key, value, names)


def check_label(label: object, labels: set[str]) -> None:
    """A label of the schema."""
    if label not in labels:
        refuse(f"the label {label!r} is not in graph/schema.py")
