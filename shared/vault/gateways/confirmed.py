"""What a gateway last confirmed of the VLANs that came from a unit's VLAN, as stored."""

import json
from collections.abc import Iterable
from typing import Self

from vault.adapters.gateway_session import SpeedLimits, Unsupported, VlanOrder, VlanState
from vault.kernel.json_types import JsonObject
from vault.kernel.values import value


@value
class ConfirmedVlan:
    """A VLAN as the gateway confirmed it.

    The requested limits decide whether anything differs: what a device cannot hold would else be sent forever.
    """

    vlan: int
    is_on: bool
    requested: SpeedLimits = SpeedLimits()
    on_device: SpeedLimits | None = None
    network: str | None = None
    unsupported: frozenset[Unsupported] = frozenset()

    @classmethod
    def from_state(cls, order: VlanOrder, state: VlanState) -> Self:
        return cls(
            order.vlan, order.is_on, order.limits, state.limits, state.network or order.network, state.unsupported
        )

    @classmethod
    def from_json(cls, stored: JsonObject) -> Self:
        on_device = stored.get("on_device")
        return cls(
            vlan=stored["vlan"],
            is_on=stored["is_on"],
            requested=SpeedLimits(*stored["requested"]),
            on_device=SpeedLimits(*on_device) if on_device else None,
            network=stored.get("network"),
            unsupported=frozenset(map(Unsupported, stored.get("unsupported", ()))),
        )

    def to_json(self) -> JsonObject:
        return {
            "vlan": self.vlan,
            "is_on": self.is_on,
            "requested": [self.requested.up, self.requested.down],
            "on_device": [self.on_device.up, self.on_device.down] if self.on_device else None,
            "network": self.network,
            "unsupported": sorted(self.unsupported),
        }


def read_confirmed(stored: str | None) -> dict[int, ConfirmedVlan]:
    """By VLAN."""
    vlans = map(ConfirmedVlan.from_json, json.loads(stored or "[]"))
    return {each.vlan: each for each in vlans}


def write_confirmed(vlans: Iterable[ConfirmedVlan]) -> str:
    return json.dumps([each.to_json() for each in vlans])
