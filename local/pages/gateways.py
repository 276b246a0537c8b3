"""The local gateways: what the simulated router has and was told, beside what VAULT stored of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from local.processes import HOST
from local.routeros import client
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __
from vault.kernel.time import from_epoch_ms, to_wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Row = dict[str, str]


class _Router(NamedTuple):
    """What the simulated router says of itself."""

    ports: set[int]
    sessions: int
    vlans: dict[int, Row]
    commands: list[dict[str, str]]


def read() -> list[dict[str, Any]]:
    """Return the equipment that leads to the router, each with its VLANs there and as stored, and its commands."""
    router = _read_router()
    found = execute(
        __.V()
        .has_label(Label.EQUIPMENT)
        .has(Prop.IP_ADDRESS, HOST)
        .order()
        .by(Prop.EQUIPMENT)
        .project("key", "id", "venue", "port")
        .by(Prop.EQUIPMENT_KEY)
        .by(Prop.EQUIPMENT)
        .by(Prop.VENUE)
        .by(Prop.PORT)
    )
    return [_describe(each, router) for each in found if int(each["port"]) in router.ports]


def _describe(equipment: Mapping[str, Any], router: _Router) -> dict[str, Any]:
    confirmed = dict(_read_confirmed(equipment["key"]))
    return {
        "EquipmentID": equipment["id"],
        "VenueID": equipment["venue"],
        "address": f"{HOST}:{equipment['port']}",
        "sessions": router.sessions,
        "vlans": [
            {"vlan": vlan, **_state_of(router.vlans.get(vlan)), "confirmed": confirmed.get(vlan)}
            for vlan in sorted(router.vlans.keys() | confirmed.keys())
        ],
        "commands": router.commands,
    }


def _state_of(row: Row | None) -> dict[str, Any]:
    """The interface, with the speeds of its queue in bit/s."""
    if row is None:
        return {"state": "absent", "up": None, "down": None}
    up, _, down = row["max-limit"].partition("/")
    state = "disabled" if row["disabled"] == "true" else "enabled"
    return {"state": state, "up": int(up) if up else None, "down": int(down) if down else None}


def _read_confirmed(equipment_key: str) -> Iterator[tuple[int, Any]]:
    states = __.V().has(Label.GATEWAY_VLAN, Prop.EQUIPMENT_KEY, equipment_key).values(Prop.CONFIRMED)
    for stored in execute(states):
        yield from ((each["vlan"], each) for each in json.loads(stored))


def _read_router() -> _Router:
    found = client.describe()
    tables = found["tables"]
    return _Router(
        set(found["ports"].values()),
        found["sessions"],
        dict(_join_queues(tables["/interface/vlan"], tables["/queue/simple"])),
        [_command(each) for each in found["commands"]],
    )


def _join_queues(interfaces: Iterable[Row], queues: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    """Each VLAN's interface with the limit of the queue whose target it is."""
    limits = {queue["target"]: queue["max-limit"] for queue in reversed([*queues])}
    for row in interfaces:
        yield int(row["vlan-id"]), {**row, "max-limit": limits.get(row["name"], "")}


def _command(found: Mapping[str, Any]) -> dict[str, str]:
    words = (f"{name}={text}" for name, text in found["attributes"].items())
    return {
        "at": to_wire(from_epoch_ms(round(found["at"] * 1000))),
        "command": " ".join([found["command"], *words]),
        "outcome": found["outcome"] or "done",
    }
