"""What waits at the gateways of an operator, as both lists read it."""

import enum
from collections.abc import Iterator, Mapping, Sequence

from vault.gateway_marks.queries import operator_day
from vault.gateways import pending_queries as queries
from vault.gateways.desired import DesiredState, desired_state
from vault.gateways.differences import Difference, VlanNumbers, find_differences
from vault.gateways.model import Gateway, UnitVlan, VlanAtGateway
from vault.graph.connection import execute
from vault.graph.schema import Row
from vault.graph.steps import T
from vault.kernel import ids
from vault.kernel.time import epoch_ms, real_now
from vault.kernel.values import value

DAY_MS = 24 * 60 * 60 * 1000
SOON_MS = DAY_MS
"""What begins later than this is not listed yet."""


class GatewayStatus(enum.StrEnum):
    MAINTENANCE = "MAINTENANCE"
    OFFLINE = "OFFLINE"
    ONLINE = "ONLINE"


class PolicyStatus(enum.StrEnum):
    PENDING_GATEWAY = "PENDING_GATEWAY"
    PROCESSING = "PROCESSING"
    QUEUED = "QUEUED"
    READY_FOR_EXECUTION = "READY_FOR_EXECUTION"


@value
class PendingVlan:
    """A unit's VLAN at one of the gateways of its venue; a state is there where the gateway ever had to do with it."""

    vlan: UnitVlan
    offset: int
    gateway: Gateway
    state: VlanAtGateway | None
    desired: DesiredState

    def find_differences(self) -> list[Difference]:
        numbers = VlanNumbers(self.vlan.number, self.offset, has_units=self.vlan.unit_id is not None)
        confirmed, epoch = (self.state.confirmed, self.state.epoch) if self.state else ({}, "")
        attempted = self.gateway.attempted.get(self.vlan.number, ())
        is_current = epoch == self.gateway.epoch
        return list(find_differences(self.desired, confirmed, numbers, attempted, is_current=is_current))

    @property
    def gateway_status(self) -> GatewayStatus:
        if not self.gateway.equipment.is_in_service:
            return GatewayStatus.MAINTENANCE
        return GatewayStatus.OFFLINE if self.gateway.failures else GatewayStatus.ONLINE

    @property
    def failures(self) -> int:
        """Of the gateway where it fails as a whole, else of the VLAN there."""
        return self.gateway.failures or (self.state.failures if self.state else 0)

    @property
    def policy_status(self) -> PolicyStatus:
        """Of work that is due now."""
        if not self.gateway.equipment.is_in_service:
            return PolicyStatus.PENDING_GATEWAY
        if self.gateway.lease_until > epoch_ms(real_now()):
            return PolicyStatus.PROCESSING
        return PolicyStatus.PENDING_GATEWAY if self.failures else PolicyStatus.READY_FOR_EXECUTION

    @property
    def last_error(self) -> str:
        return self.gateway.last_error or (self.state.last_error if self.state else "")

    @property
    def next_try_at(self) -> int | None:
        """In epoch ms; None where it is not in back-off."""
        return max(self.gateway.next_try_at, self.state.next_try_at if self.state else 0) or None


def read_pending(operator_id: str, venue_id: str | None, moment: int) -> list[PendingVlan]:
    """Each VLAN that waits somewhere, or has something to do until tomorrow, at each gateway of its venue.

    The number of requests is the same whatever waits. Raises Unavailable.
    """
    days = [operator_day(operator_id, moment + days * DAY_MS) for days in (-1, 0, 1)]
    (found,) = execute(queries.waiting_gateways(operator_id, days, moment + SOON_MS, venue_id))
    venues = {each["key"]: each["venue"] for each in found["gateways"]}
    waiting = execute(queries.waiting_numbers(venues)) if venues else []
    vlan_ids = {ids.vlan_id(venues[each["key"]], each["vlan"]) for each in waiting} | set(found["vlans"])
    if not vlan_ids:
        return []
    (rows,) = execute(queries.vlans_and_gateways(sorted(vlan_ids), moment))
    pairs = list(_pair(rows, moment))
    states = _read_states(pairs)
    return [
        PendingVlan(vlan, offset, gateway, states.get(_state_id(vlan, gateway)), desired)
        for vlan, offset, gateway, desired in pairs
    ]


_Pair = tuple[UnitVlan, int, Gateway, DesiredState]


def _pair(rows: Row, moment: int) -> Iterator[_Pair]:
    """Each VLAN with each gateway of its venue."""
    venues = {each["id"]: each for each in rows["venues"]}
    for vlan in map(UnitVlan.from_row, rows["vlans"]):
        venue = venues[vlan.venue_id]
        offset = next(iter(venue["offset"]), 0)
        desired = desired_state(vlan.subscriptions, vlan.number, offset, moment)
        for vertex in venue["gateways"]:
            yield vlan, offset, Gateway.from_row({"vertex": vertex, "offset": venue["offset"]}), desired


def _read_states(pairs: Sequence[_Pair]) -> Mapping[str, VlanAtGateway]:
    state_ids = [_state_id(vlan, gateway) for vlan, _, gateway, _ in pairs]
    found = execute(queries.states(state_ids)) if state_ids else []
    return {row[T.id]: VlanAtGateway.from_row(row) for row in found}


def _state_id(vlan: UnitVlan, gateway: Gateway) -> str:
    return ids.gateway_vlan_id(gateway.key, vlan.number)
