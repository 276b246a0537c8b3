"""What is due at a gateway now: what waits there, compared with what the graph says at this moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from vault.gateways import worker_queries as queries
from vault.gateways.desired import DesiredState, desired_state
from vault.gateways.differences import Difference, VlanNumbers, find_differences, find_handovers
from vault.gateways.model import Gateway, UnitVlan, VlanAtGateway
from vault.graph.connection import execute
from vault.kernel import ids
from vault.kernel.values import value

VLANS_AT_ONCE = 200


@value
class DueVlan:
    """A unit's VLAN that waits at a gateway."""

    state: VlanAtGateway
    unit_id: str | None
    desired: DesiredState
    numbers: VlanNumbers
    differences: tuple[Difference, ...]
    handovers: Mapping[int, int] = field(default_factory=dict)
    """VLANs that other units have by now, with the unit VLAN of those."""

    @property
    def ordered_vlans(self) -> list[int]:
        return [each.order.vlan for each in self.differences]

    @property
    def impossible_vlans(self) -> list[int]:
        return [vlan for vlan in self.desired.limits if not self.numbers.is_possible(vlan)]


@value
class Waiting:
    """Of what waits at a gateway the part for one session."""

    vlans: tuple[DueVlan, ...]
    has_more: bool
    next_try_at: int | None
    """When the first VLAN that is in back-off is due."""


def read_waiting(gateway: Gateway, moment: int) -> Waiting:
    """Raises Unavailable."""
    (found,) = execute(queries.waiting_vlans(gateway.key, moment, VLANS_AT_ONCE + 1))
    states = list(map(VlanAtGateway.from_row, found["due"]))
    now_due = states[:VLANS_AT_ONCE]
    vlans = tuple(_read_due_vlans(gateway, now_due, moment)) if now_due else ()
    return Waiting(vlans, len(states) > VLANS_AT_ONCE, next(iter(found["next_tries"]), None))


def _read_due_vlans(gateway: Gateway, states: Sequence[VlanAtGateway], moment: int) -> Iterable[DueVlan]:
    vlan_ids = [ids.vlan_id(gateway.venue_id, state.number) for state in states]
    others = [ids.vlan_id(gateway.venue_id, number) for number in _numbers_to_check(gateway, states)]
    (found,) = execute(queries.due_vlans(vlan_ids, moment, others))
    by_number = {vlan.number: vlan for vlan in map(UnitVlan.from_row, found["vlans"])}
    return (_compare(gateway, state, by_number.get(state.number), found["others"], moment) for state in states)


def _numbers_to_check(gateway: Gateway, states: Iterable[VlanAtGateway]) -> set[int]:
    """Unit VLANs to which the real VLANs of these states may belong, by themselves or by the offset."""
    attempted = {vlan for state in states for vlan in gateway.attempted.get(state.number, ())}
    real = attempted | {vlan for state in states for vlan in (*state.confirmed, state.number + gateway.offset)}
    return {number for vlan in real for number in (vlan, vlan - gateway.offset)}


def _compare(
    gateway: Gateway, state: VlanAtGateway, vlan: UnitVlan | None, unit_vlans: Iterable[int], moment: int
) -> DueVlan:
    numbers_of_others = [number for number in unit_vlans if number != state.number]
    others = {number + gateway.offset: number for number in numbers_of_others}
    others |= {number: number for number in numbers_of_others}
    unit_id = vlan.unit_id if vlan else None
    numbers = VlanNumbers(state.number, gateway.offset, has_units=unit_id is not None, others=others)
    desired = desired_state(vlan.subscriptions if vlan else (), state.number, gateway.offset, moment)
    attempted = gateway.attempted.get(state.number, ())
    is_current = state.epoch == gateway.epoch
    differences = find_differences(desired, state.confirmed, numbers, attempted, is_current=is_current)
    handovers = find_handovers(state.confirmed, numbers, attempted, is_current=is_current)
    return DueVlan(state, unit_id, desired, numbers, tuple(differences), handovers)
