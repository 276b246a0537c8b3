"""Operators of a given size: so many of everything that endpoints list or count.

One of each kind is added by the product's own code; the others are copies of it in the graph, under ids of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from tests.bench.bodies import network, settled
from tests.world import Persona, Tenant, World, add_plan, add_unit, add_venue, commit, tenant
from vault.audit import carrier
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import Steps, T, __, new_edge, new_vertex
from vault.kernel import ids
from vault.keys import issuing
from vault.keys import queries as keys
from vault.keys.model import KeyHolder, OpenPool, Stay

AT_ONCE = 50
MOST_LIMITED = 440
"""As many service plans, and keypools, as leave room for some more below the documented 500."""
NAMES = (Prop.NAME, Prop.UNIT, Prop.SHORT_ID, Prop.SSID)


def grown(world: World, name: str, number: int) -> World:
    """The world with another first operator, which has so many of everything."""
    made = tenant(name)
    grown_to = replace(world, mine=made)
    unit = add_unit(made, made.venues[0], "Template")
    copied(unit, number)
    copied(add_venue(made, "Template").id, number)
    copied(add_plan(made, "Template", made.venues[0]), min(number, MOST_LIMITED))
    copied(network(made, VenueID=made.venues[1].id), min(number, MOST_LIMITED))
    pool = network(made)
    keyed(settled(grown_to), made, pool, [f"{unit}.{copy}" for copy in range(number)])
    logged(made, number)
    return grown_to


def copied(thing: str, number: int) -> None:
    """So many copies of a thing, each with the thing's edges to the rest of the graph."""
    vertex = answer(__.V(thing).element_map())[0]
    ends = __.project("id", "label", "from", "to", "properties").by(T.id).by(T.label)
    edges = answer(__.V(thing).both_e().flat_map(ends.by(__.out_v().id_()).by(__.in_v().id_()).by(__.value_map())))
    changes = (change for copy in range(number) for change in copy_of(copy, vertex, edges))
    for batch in iter(lambda: list(islice(changes, AT_ONCE)), []):
        written(batch)


def copy_of(copy: int, vertex: Mapping[Any, Any], edges: Iterable[Mapping[str, Any]]) -> Iterable[Steps]:
    """The changes that make one copy; its names say which it is."""
    kept = {name: value for name, value in vertex.items() if isinstance(name, str)}
    names = {name: f"{kept[name]}.{copy}" for name in NAMES if name in kept}
    own = f"{vertex[T.id]}.{copy}"
    yield new_vertex(vertex[T.label], own, **{**kept, **names})
    for edge in edges:
        source, target = (own if end == vertex[T.id] else end for end in (edge["from"], edge["to"]))
        yield new_edge(source, edge["label"], target, f"{edge['id']}.{copy}", **edge["properties"])


def keyed(resident: Persona, made: Tenant, pool: str, units: Sequence[str]) -> None:
    """A further key of the resident for each of these units, all in one pool."""
    person = ids.subscriber_id(resident.token)
    for start in range(0, len(units), AT_ONCE):
        caller = made.caller()
        holder = KeyHolder.of(answer(keys.holder(__.V(person)))[0])
        taking = OpenPool.of(answer(keys.open_pools(__.V(pool), 0))[0])
        some = units[start : start + AT_ONCE]
        new = [issuing.made(made.operator, holder, taking, f"Given-Text-{unit[-40:]}", custom=True) for unit in some]
        for key, unit in zip(new, some, strict=True):
            stay = Stay(unit, ids.fresh("subscription"), key.added_at, None, None, None)
            caller.tx.change(*keys.add(person, key), keys.let_in(key.id, stay))
        issuing.lay(caller, taking, [(holder, issuing.Issued(tuple(new), tuple(new)))])
        audit.record(caller, AuditEvent.KEYS_ISSUED)
        commit(caller)


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
        carrier.append(audit.entry(caller, AuditEvent.UNIT_ADDED, one, {}) for one in about[: number - start])
