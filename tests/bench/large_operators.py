"""Operators of a given size, with a number of everything that endpoints list or count.

One of each kind is added by the product's own code; the others are copies of it in the graph, under ids of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from tests.bench.request_bodies import add_network, shared_resident
from tests.equipment import add_equipment
from tests.factories import Persona, Tenant, World, add_plan, add_unit, add_venue, commit, create_tenant
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import Steps, T, __, new_edge, new_vertex
from vault.kernel import ids
from vault.keys import issuance
from vault.keys import queries as keys
from vault.keys.model import Entitlement, KeyHolder, KeypoolForNewKeys
from vault.outbox import relay

AT_ONCE = 50
MAX_LIMITED = 440
"""Number of service plans and of keypools, below the documented limit of 500 with room for some more."""
MAX_PIECES = 100
"""Of equipment, of which a listing shows 500."""
NAMES = (Prop.EQUIPMENT, Prop.EQUIPMENT_KEY, Prop.NAME, Prop.UNIT, Prop.SHORT_ID, Prop.SSID)


def grow(world: World, name: str, number: int) -> World:
    """The world with another first operator, which has `number` of everything."""
    made = create_tenant(name)
    grown_to = replace(world, mine=made)
    unit = add_unit(made, made.venues[0], "Template")
    add_copies(unit, number)
    add_copies(add_equipment(made, made.venues[0]).id, min(number, MAX_PIECES))
    add_copies(add_venue(made, "Template").id, number)
    add_copies(add_plan(made, "Template", made.venues[0]), min(number, MAX_LIMITED))
    add_copies(add_network(made, VenueID=made.venues[1].id), min(number, MAX_LIMITED))
    pool = add_network(made)
    add_keys(shared_resident(grown_to), made, pool, [f"{unit}.{copy}" for copy in range(number)])
    add_log_entries(made, number)
    return grown_to


def add_copies(thing: str, number: int) -> None:
    """Copy a thing, each copy with the thing's edges to the rest of the graph."""
    vertex = execute(__.V(thing).element_map())[0]
    ends = __.project("id", "label", "from", "to", "properties").by(T.id).by(T.label)
    edges = execute(__.V(thing).both_e().flat_map(ends.by(__.out_v().id_()).by(__.in_v().id_()).by(__.value_map())))
    changes = (change for copy in range(number) for change in copy_of(copy, vertex, edges))
    for batch in iter(lambda: list(islice(changes, AT_ONCE)), []):
        write_changes(batch)


def copy_of(copy: int, vertex: Mapping[Any, Any], edges: Iterable[Mapping[str, Any]]) -> Iterable[Steps]:
    """The steps that add one copy; the number is part of its names."""
    kept = {name: value for name, value in vertex.items() if isinstance(name, str)}
    names = {name: f"{kept[name]}.{copy}" for name in NAMES if name in kept}
    own = f"{vertex[T.id]}.{copy}"
    yield new_vertex(vertex[T.label], own, **{**kept, **names})
    for edge in edges:
        source, target = (own if end == vertex[T.id] else end for end in (edge["from"], edge["to"]))
        yield new_edge(source, edge["label"], target, f"{edge['id']}.{copy}", **edge["properties"])


def add_keys(resident: Persona, tenant: Tenant, pool: str, units: Sequence[str]) -> None:
    """Add a key of the resident for each of these units, all in one pool."""
    person = ids.subscriber_id(resident.token)
    for start in range(0, len(units), AT_ONCE):
        ctx = tenant.caller()
        holder = KeyHolder.from_row(execute(keys.person_with_keys_and_bins(__.V(person)))[0])
        taking = KeypoolForNewKeys.from_row(execute(keys.keypools_with_open_bin(__.V(pool), 0))[0])
        some = units[start : start + AT_ONCE]
        new = [
            issuance.build_key(tenant.operator, holder, taking, f"Given-Text-{unit[-40:]}", custom=True)
            for unit in some
        ]
        for key, unit in zip(new, some, strict=True):
            stay = Entitlement(
                unit, tenant.venues[0].id, ids.generate_id("subscription"), key.added_at, None, None, None
            )
            ctx.tx.change(*keys.add(person, key), keys.add_policy(key.id, stay))
        issuance.store_in_bins(ctx, taking, [(holder, issuance.IssuedKeys(tuple(new), tuple(new)))])
        audit.record(ctx, AuditEvent.KEYS_ISSUED)
        commit(ctx)


def write_changes(changes: Iterable[Steps]) -> None:
    """Write all changes in one request."""
    steps = __.inject(0)
    for change in changes:
        steps = steps.side_effect(change)
    execute(steps.constant(0))


def add_log_entries(tenant: Tenant, number: int) -> None:
    """Add entries about the operator's first venue, by its staff."""
    venue = tenant.venues[0].id
    people = [person.token for person in tenant.people.values()]
    ctx = tenant.caller("vault_networkoperatorconsole_venues_addVenueUnits")
    for start in range(0, number, AT_ONCE):
        about = [{Prop.VENUE: venue, Prop.ADMINISTRATOR: people[one % len(people)]} for one in range(AT_ONCE)]
        relay.append_log_entries(
            audit.build_log_entry(ctx, AuditEvent.UNIT_ADDED, one, {}) for one in about[: number - start]
        )
