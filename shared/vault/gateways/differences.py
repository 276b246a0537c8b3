"""What a gateway has to be sent, so that what it confirmed becomes what is desired."""

import enum
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field

from vault.adapters.gateway_session import VlanOrder
from vault.gateways.confirmed import ConfirmedVlan
from vault.gateways.desired import DesiredState
from vault.kernel.values import value

MAX_VLAN = 4094


class Action(enum.IntEnum):
    """What is done to a VLAN, in the order of a session: a new VLAN is on before the old one goes."""

    ENABLE = 1
    LIMIT = 2
    DISABLE = 3


@value
class Difference:
    action: Action
    order: VlanOrder


@value
class VlanNumbers:
    """The VLANs that may come from a unit's VLAN today.

    `others` are those of other units of the venue, each with their unit VLAN: such a one is theirs, even where an
    offset leads to it.
    """

    unit_vlan: int
    offset: int
    has_units: bool
    others: Mapping[int, int] = field(default_factory=dict)

    def belongs_here(self, vlan: int) -> bool:
        return self.has_units and vlan in (self.unit_vlan, self.unit_vlan + self.offset)

    def owner(self, vlan: int) -> int | None:
        """The unit VLAN of other units to which it belongs."""
        return None if self.has_units and vlan == self.unit_vlan else self.others.get(vlan)

    def is_possible(self, vlan: int) -> bool:
        """False where a plan became wireless-only at a venue whose offset leads out of range or to another unit."""
        return vlan <= MAX_VLAN + (vlan == self.unit_vlan) and self.owner(vlan) is None


def find_differences(
    desired: DesiredState,
    confirmed: Mapping[int, ConfirmedVlan],
    numbers: VlanNumbers,
    attempted: Collection[int] = (),
    *,
    is_current: bool,
) -> Iterator[Difference]:
    """Differences of one unit's VLAN; `is_current`: the gateway is still the one that confirmed.

    Otherwise every VLAN that was ever confirmed is sent again, on or off; so is one that was `attempted`, in a session
    that never read back. What neither holds for and is not desired is left alone: an installer may run it. One that
    belongs to other units by now is switched by them (`find_handovers`).
    """
    for vlan, limits in desired.limits.items():
        if not numbers.is_possible(vlan):
            continue
        known = confirmed.get(vlan)
        network = known.network if known else None
        order = VlanOrder(vlan, is_on=True, limits=limits, network=network)
        if not (is_current and known and known.is_on) or vlan in attempted:
            yield Difference(Action.ENABLE, order)
        elif known.requested != limits:
            yield Difference(Action.LIMIT, order)
    for vlan in sorted({*confirmed, *attempted} - desired.limits.keys()):
        if numbers.owner(vlan) is not None:
            continue
        known, is_removal = confirmed.get(vlan), not numbers.belongs_here(vlan)
        if vlan in attempted or is_removal or not is_current or (known and known.is_on):
            network = known.network if known else None
            yield Difference(Action.DISABLE, VlanOrder(vlan, is_on=False, network=network, is_removal=is_removal))


def find_handovers(
    confirmed: Mapping[int, ConfirmedVlan], numbers: VlanNumbers, attempted: Collection[int] = (), *, is_current: bool
) -> dict[int, int]:
    """VLANs that a gateway may have on for this unit's VLAN, and the unit VLAN of others to which they belong by now.

    Those have to look whether it shall be on: without a resident of theirs nothing else would switch it off.
    """
    may_be_on = {*attempted, *(vlan for vlan, each in confirmed.items() if each.is_on or not is_current)}
    owners = ((vlan, numbers.owner(vlan)) for vlan in sorted(may_be_on))
    return {vlan: owner for vlan, owner in owners if owner is not None}
