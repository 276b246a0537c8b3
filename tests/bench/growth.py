"""Operators of a given size: so many of everything that endpoints list or count.

One of each kind is added by the product's own code; the others are copies of it in the graph, under ids of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from tests.world import Tenant, World, add_unit, add_venue, tenant
from vault.audit import carrier
from vault.audit import entries as audit
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import Steps, T, __, new_edge, new_vertex

AT_ONCE = 50
NAMES = (Prop.NAME, Prop.UNIT, Prop.SHORT_ID, Prop.SSID, Prop.TOKEN)


def grown(world: World, name: str, number: int) -> World:
    """The world with another first operator, which has so many of everything."""
    made = tenant(name)
    copied([add_venue(made, "Template")], number)
    copied([add_unit(made, made.venues[0], "Template")], number)
    logged(made, number)
    return replace(world, mine=made)


def copied(things: Sequence[Any], number: int) -> None:
    """So many copies of things that belong together, with the edges between them and to the rest of the graph."""
    ids = [thing if isinstance(thing, str) else thing.id for thing in things]
    vertices = answer(__.V(*ids).element_map())
    edges = answer(
        __.V(*ids).both_e().dedup().project("id", "label", "from", "to", "properties").by(T.id).by(T.label)
        .by(__.out_v().id_()).by(__.in_v().id_()).by(__.value_map())
    )  # fmt: skip
    changes = (change for copy in range(number) for change in copy_of(copy, vertices, edges))
    for batch in iter(lambda: list(islice(changes, AT_ONCE)), []):
        written(batch)


def copy_of(copy: int, vertices: Iterable[Mapping[Any, Any]], edges: Iterable[Mapping[str, Any]]) -> Iterable[Steps]:
    """The changes that make one copy; its names say which it is."""
    ids = {vertex[T.id] for vertex in vertices}
    for vertex in vertices:
        kept = {name: value for name, value in vertex.items() if isinstance(name, str)}
        named = {name: f"{kept[name]}.{copy}" for name in NAMES if name in kept}
        yield new_vertex(vertex[T.label], f"{vertex[T.id]}.{copy}", **{**kept, **named})
    for edge in edges:
        ends = [f"{end}.{copy}" if end in ids else end for end in (edge["from"], edge["to"])]
        yield new_edge(ends[0], edge["label"], ends[1], f"{edge['id']}.{copy}", **edge["properties"])


def written(changes: Iterable[Steps]) -> None:
    """All changes in one request."""
    steps = __.inject(0)
    for change in changes:
        steps = steps.side_effect(change)
    answer(steps.constant(0))


def logged(made: Tenant, number: int) -> None:
    """So many entries about the operator's first venue, by its staff."""
    venue = made.venues[0].id
    people = [person.token for person in made.people.values()]
    caller = made.caller("vault_networkoperatorconsole_venues_addVenueUnits")
    for start in range(0, number, AT_ONCE):
        about = [{Prop.VENUE: venue, Prop.ADMINISTRATOR: people[one % len(people)]} for one in range(AT_ONCE)]
        carrier.append(audit.entry(caller, "Unit added", one, {}) for one in about[: number - start])
