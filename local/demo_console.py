"""CONSOLE=http://localhost:5173: that URL is the console of the first demo operator, for as long as it is set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local import demo
from local.errors import StartFailure

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")


def read_setting(text: str) -> str:
    """Raise StartFailure for what is no origin (RFC 6454), as a browser sends it."""
    if text and not ORIGIN.fullmatch(text):
        sentence = f"CONSOLE={text} is not an origin: use scheme, host and port, such as CONSOLE=http://localhost:5173."
        raise StartFailure(sentence)
    return text


def move(file: Path, origin: str) -> None:
    """Make the origin the console of the first operator in the file of the demo data. Raises StartFailure."""
    population = demo.read(file)
    first = population["operators"][0]
    if first["origin"] == origin:
        return
    _replace_console(first["OperatorID"], first["origin"], origin)
    first["origin"] = origin
    demo.write(file, population)


def _replace_console(operator_id: str, before: str, after: str) -> None:
    from vault.graph.connection import execute
    from vault.graph.identifiers import new_identifier
    from vault.graph.schema import Label, Prop
    from vault.graph.steps import __, single
    from vault.kernel import ids

    vertex = ids.origin_id(after)
    if execute(__.V(vertex).count()) != [0]:
        sentence = f"CONSOLE={after} is the console of another operator."
        raise StartFailure(sentence)
    change = __.V(operator_id).side_effect(__.property(single, Prop.CONSOLE_ORIGIN, after))
    for step in (
        __.V(ids.origin_id(before)).drop(),
        *new_identifier(Label.ORIGIN, vertex, operator_id),
    ):
        change = change.side_effect(step)
    execute(change)
