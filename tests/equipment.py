"""Equipment at venues of the world."""

import datetime as dt
from typing import Any

from tests.factories import Tenant, commit, unique_name
from vault.adapters.gateway_session import Maker
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.equipment import service
from vault.equipment.model import Equipment, VenueForEquipment
from vault.graph.connection import execute
from vault.graph.schema import Edge, Label, Prop, Row
from vault.graph.steps import __, new_edge, new_vertex
from vault.kernel import ids, time
from vault.outbox import relay
from vault.venues.model import Venue

SETTINGS = {
    "connection_protocol": "https",
    "ip_address": "192.0.2.10",
    "port": 8729,
    "username": "vault",
    "password": "device-password",
}
BODY = {
    "ConnectionProtocol": "https",
    "IPAddress": "192.0.2.10",
    "Port": 8729,
    "Username": "vault",
    "Password": "device-password",
}


def add_equipment(tenant: Tenant, venue: Venue, name: str = "", **settings: Any) -> Equipment:
    """A piece of equipment, under a fresh name or this one."""
    ctx = tenant.caller()
    named = name or unique_name("EQ-")
    added = service.add(ctx, VenueForEquipment(venue, 0, None), named, {**SETTINGS, **settings})
    commit(ctx)
    return read_equipment(added.id)


def add_gateway(tenant: Tenant, venue: Venue, name: str = "", **settings: Any) -> Equipment:
    return add_equipment(tenant, venue, name, **{"equipment_type": "Gateway", "manufacturer": "MikroTik", **settings})


def read_equipment(equipment_id: str) -> Equipment:
    return Equipment.from_row(execute(__.V(equipment_id).element_map())[0])


def list_log(equipment: Equipment) -> list[Row]:
    """The entries of its own log, without those of others of its id."""
    entries = __.V().has(Label.LOG_ENTRY, Prop.EQUIPMENT_KEY, equipment.key)
    return list(execute(entries.element_map(), "LOG"))


def log_at(tenant: Tenant, equipment: Equipment, event: AuditEvent, ago: dt.timedelta, **detail: Any) -> None:
    """An entry of the equipment's log, written so long ago."""
    ctx = tenant.caller()
    time.set_clock(lambda: time.real_now() - ago)
    try:
        about = {"venue_id": equipment.venue_id, "equipment_key": equipment.key, "equipment": equipment.id}
        audit.record(ctx, event, **about, **detail)
        relay.append_log_entries(ctx.tx.entries)
    finally:
        time.set_clock(time.real_now)


def add_gateway_vertex(venue: Venue, **properties: object) -> str:
    """The key of a driven gateway of a venue that is in the graph alone: it has no address, and nothing was ordered."""
    key = unique_name("equipment_key")
    gateway = f"{venue.id}._V3EQUIPMENT.{key}"
    about = {Prop.DRIVEN_BY: str(Maker.MIKROTIK), Prop.EQUIPMENT_KEY: key, Prop.OPERATOR: venue.operator_id}
    execute(new_vertex(Label.EQUIPMENT, gateway, **about, **properties))
    execute(new_edge(venue.id, Edge.HAS_GATEWAY, gateway, ids.edge_id(venue.id, Edge.HAS_GATEWAY, gateway)))
    return key
