"""What VLANs shall be at a gateway, and when that changes next: pure functions of subscriptions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Self

from vault.adapters.gateway_session import SpeedLimits
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.values import value
from vault.subscribers.effect import is_in_effect
from vault.subscribers.model import Period
from vault.units.real_vlan import real_vlan

UNLIMITED = 0
BITS_PER_KBIT = 1000


@value
class VlanSubscription:
    """A subscription at a unit, as far as gateways are concerned; without a plan it has no limits."""

    id: str
    unit_id: str
    period: Period
    person_status: str
    plan_id: str | None = None
    limits: SpeedLimits = SpeedLimits()
    is_wireless_only: bool = False

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex, plan = row["vertex"], next(iter(row["plan"]), None)
        return cls(
            id=vertex[T.id],
            unit_id=row["unit"],
            period=Period(vertex[Prop.STARTS_AT], vertex.get(Prop.ENDS_AT)),
            person_status=next(iter(row["statuses"]), ""),
            plan_id=plan[T.id] if plan else None,
            limits=_limits_of_plan(plan) if plan else SpeedLimits(),
            is_wireless_only=bool(plan and plan.get(Prop.WIRELESS_ONLY)),
        )

    def is_in_effect(self, moment: int) -> bool:
        return is_in_effect(self, self.person_status, moment)

    def vlan(self, unit_vlan: int, offset: int) -> int:
        return real_vlan(unit_vlan, offset, is_wireless_only=self.is_wireless_only)


def _limits_of_plan(plan: Row) -> SpeedLimits:
    up, down = (plan.get(prop, UNLIMITED) * BITS_PER_KBIT for prop in (Prop.UPLOAD_KBPS, Prop.DOWNLOAD_KBPS))
    return SpeedLimits(up, down)


@value
class DesiredState:
    """The VLANs that shall be on, with their limits; every other VLAN that came from the unit's VLAN shall be off."""

    limits: Mapping[int, SpeedLimits]
    subscription_ids: tuple[str, ...] = ()
    """Those in effect, in the order of their start."""


def desired_state(subscriptions: Iterable[VlanSubscription], unit_vlan: int, offset: int, moment: int) -> DesiredState:
    """Of all subscriptions at the units of a VLAN, at a moment in epoch ms.

    A VLAN is on while anybody is in effect on it: a second resident, another unit, a renewal at midnight.
    """
    in_order = sorted(subscriptions, key=lambda each: (each.period.starts_at, each.id))
    in_effect = [each for each in in_order if each.is_in_effect(moment)]
    by_vlan: dict[int, list[VlanSubscription]] = {}
    for each in in_effect:
        by_vlan.setdefault(each.vlan(unit_vlan, offset), []).append(each)
    limits = {vlan: _limits_of_units(members) for vlan, members in by_vlan.items()}
    return DesiredState(limits, tuple(each.id for each in in_effect))


def next_boundary(subscriptions: Sequence[VlanSubscription], moment: int) -> int | None:
    """The next moment at which a subscription begins, or is over: one millisecond after its end. None without any."""
    starts = (each.period.starts_at for each in subscriptions)
    overs = (each.period.ends_at + 1 for each in subscriptions if each.period.ends_at is not None)
    return min((boundary for boundary in (*starts, *overs) if boundary > moment), default=None)


def _limits_of_units(subscriptions: Iterable[VlanSubscription]) -> SpeedLimits:
    """The sum over the units, since a gateway cannot distinguish units that share a VLAN; in each the fastest plan."""
    by_unit: dict[str, list[SpeedLimits]] = {}
    for each in subscriptions:
        by_unit.setdefault(each.unit_id, []).append(each.limits)
    return _combine(sum, [_combine(max, limits) for limits in by_unit.values()])


def _combine(function: Callable[[list[int]], int], limits: Sequence[SpeedLimits]) -> SpeedLimits:
    """In each direction the function of the limits, where none of them is unlimited."""
    ups, downs = ([each.up for each in limits], [each.down for each in limits])
    return SpeedLimits(*(function(bits) if UNLIMITED not in bits else UNLIMITED for bits in (ups, downs)))
