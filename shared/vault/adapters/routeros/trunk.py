"""The interface on which the VLANs of a router hang."""

import re

from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, Unsupported, VlanRefused
from vault.adapters.routeros.tables import (
    BRIDGE_VLANS,
    BRIDGES,
    COMMENT,
    INTERFACES,
    VLANS,
    Tables,
    is_ours,
    is_set,
)

_ADD = f"{BRIDGE_VLANS}/add"
_RANGE = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")
_HOW_TO_CHOOSE = (
    "Several interfaces could carry the VLANs: at the router, give the right one a comment that begins with VAULT."
)


def choose_trunk(tables: Tables) -> str:
    """Raises GatewayFailed where it is open which one to take."""
    if trunk := find_trunk(tables):
        return trunk
    raise GatewayFailed(GatewayFailure.SETUP, _HOW_TO_CHOOSE)


def find_trunk(tables: Tables) -> str | None:
    """What a comment of the installer chooses, else what carries all VLANs there are, else the only bridge."""
    ours = {row.get("name") for row in tables.rows(VLANS) if is_ours(row)}
    interfaces = [row for row in tables.rows(INTERFACES) if row.get("name") not in ours]
    chosen = [row.get("name", "") for row in interfaces if row.get("comment", "").startswith(COMMENT)]
    if len(chosen) == 1:
        return chosen[0]
    carriers = {name for row in tables.rows(VLANS) if not (name := row.get("interface", "")).startswith("*")}
    if len(carriers) == 1:
        return carriers.pop()
    bridges = tables.rows(BRIDGES)
    return bridges[0].get("name") if len(bridges) == 1 and not chosen else None


def check_bridge(tables: Tables, trunk: str, vlan: int) -> None:
    """Raises VlanRefused where the trunk is a bridge that filters VLANs and keeps this one from the router."""
    bridge = tables.find(BRIDGES, {"name": trunk})
    if not bridge or not is_set(bridge, "vlan-filtering"):
        return
    entries = tables.find_all(BRIDGE_VLANS, {"bridge": trunk})
    if any(
        trunk in row.get("tagged", "").split(",") and _has_vlan(row.get("vlan-ids", ""), vlan)
        for row in entries
        if not is_set(row, "disabled")
    ):
        return
    words = (
        f"The bridge {trunk} filters VLANs. At the router, add to {BRIDGE_VLANS}: "
        f"bridge={trunk} vlan-ids={vlan} tagged={trunk},<the ports of the trunk>"
    )
    raise VlanRefused(_ADD, words, Unsupported.INTERFACE)


def _has_vlan(ids: str, vlan: int) -> bool:
    """Whether `ids`, such as `10,20-30`, has a VLAN."""
    ranges = (_RANGE.fullmatch(part) for part in ids.split(","))
    return any(int(found[1]) <= vlan <= int(found[2] or found[1]) for found in ranges if found)
