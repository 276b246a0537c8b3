"""What gateways may have on or off, as far as nobody has read it: it is sent again whether it is desired or not."""

import json
from collections.abc import Collection, Mapping

from vault.graph.schema import Prop, Row


def read_attempted(vertex: Row) -> dict[int, Collection[int]]:
    """By unit VLAN the VLANs that a gateway, or what is left of it, may have on or off."""
    stored: dict[str, list[int]] = json.loads(vertex.get(Prop.ATTEMPTED, "{}"))
    return {int(number): vlans for number, vlans in stored.items()}


def write_attempted(attempted: Mapping[int, Collection[int]]) -> str:
    return json.dumps({number: sorted(attempted[number]) for number in sorted(attempted)})


def combine_attempts(*attempts: Mapping[int, Collection[int]]) -> dict[int, set[int]]:
    """By unit VLAN those of all of them."""
    combined: dict[int, set[int]] = {}
    for number, vlans in (each for some in attempts for each in some.items() if each[1]):
        combined.setdefault(number, set()).update(vlans)
    return combined
