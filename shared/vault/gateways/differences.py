"""What a gateway has to be sent, so that what it confirmed becomes what is desired."""

import enum
from collections.abc import Collection, Iterator, Mapping

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

    `others` are those of other units of the venue: such a one is theirs, even where an offset leads to it.
    """

    unit_vlan: int
    offset: int
    has_units: bool
    others: Collection[int] = ()

    def belongs_here(self, vlan: int) -> bool:
        return self.has_units and vlan in (self.unit_vlan, self.unit_vlan + self.offset)

    def belongs_to_others(self, vlan: int) -> bool:
        return vlan != self.unit_vlan and vlan in self.others

    def is_possible(self, vlan: int) -> bool:
        """False where a plan became wireless-only at a venue whose offset leads out of range or to another unit."""
        return vlan <= MAX_VLAN + (vlan == self.unit_vlan) and not self.belongs_to_others(vlan)


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
    that never read back. What neither holds for and is not desired is left alone: an installer may run it.
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
        if numbers.belongs_to_others(vlan):
            continue
        known, is_removal = confirmed.get(vlan), not numbers.belongs_here(vlan)
        if vlan in attempted or is_removal or not is_current or (known and known.is_on):
            network = known.network if known else None
            yield Difference(Action.DISABLE, VlanOrder(vlan, is_on=False, network=network, is_removal=is_removal))
