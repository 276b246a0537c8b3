"""What a turn of the worker found of each due VLAN: what is confirmed now, what was done, what failed."""

from collections.abc import Collection, Mapping

from vault.adapters.gateway_session import Unsupported, VlanOrder
from vault.gateways.backoff import OF_VLAN, Retry
from vault.gateways.confirmed import ConfirmedVlan
from vault.gateways.differences import MAX_VLAN, Difference
from vault.gateways.due_vlans import DueVlan
from vault.gateways.session import Refusal, SessionReport
from vault.kernel.values import value

NOT_POSSIBLE = (
    "The venue's offset for wireless-only plans leads to VLAN {vlan}, which is another unit's or over "
    f"{MAX_VLAN}: change the offset, the unit's VLAN or the plan."
)


@value
class VlanResult:
    due: DueVlan
    confirmed: Mapping[int, ConfirmedVlan]
    done: tuple[Difference, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    retry: Retry | None = None
    """When it is tried again, where something was refused."""

    @property
    def is_complete(self) -> bool:
        """Whether the gateway has all that is desired; otherwise something was refused, or not begun."""
        return not self.refusals and len(self.done) == len(self.due.differences)

    @property
    def needs_another_turn(self) -> bool:
        """Something was not begun, or others have to look at a VLAN that is theirs by now."""
        return not (self.is_complete or self.retry) or bool(self.due.handovers)

    def find_unresolved(self, attempted: Collection[int]) -> list[int]:
        """VLANs that may be on or off: the gateway refused, or they were attempted before and not done since."""
        done = {each.order.vlan for each in self.done}
        refused = {each.vlan for each in self.refusals}.intersection(self.due.ordered_vlans)
        return sorted({*attempted, *refused} - done - self.due.handovers.keys())

    @property
    def newly_unswitchable(self) -> list[int]:
        """VLANs whose interface the gateway cannot switch, which was not known before."""
        return sorted(_unswitchable(self.confirmed) - _unswitchable(self.due.state.confirmed))


def _unswitchable(confirmed: Mapping[int, ConfirmedVlan]) -> set[int]:
    return {vlan for vlan, each in confirmed.items() if Unsupported.INTERFACE in each.unsupported}


def find_result(due: DueVlan, report: SessionReport, moment: int) -> VlanResult:
    """The result of one VLAN in a session, or without one where nothing differs."""
    done = tuple(each for each in due.differences if each.order.vlan in report.states)
    impossible = [Refusal(vlan, NOT_POSSIBLE.format(vlan=vlan)) for vlan in due.impossible_vlans]
    refused = [report.refusals[vlan] for vlan in due.ordered_vlans if vlan in report.refusals]
    refusals = (*impossible, *refused)
    retry = OF_VLAN.retry(due.state.failures, moment) if refusals else None
    return VlanResult(due, _find_confirmed(due, done, report), done, refusals, retry)


def _find_confirmed(due: DueVlan, done: tuple[Difference, ...], report: SessionReport) -> dict[int, ConfirmedVlan]:
    """What was confirmed before, as far as it is still the unit's, and what was done since."""
    before = {vlan: each for vlan, each in due.state.confirmed.items() if due.numbers.owner(vlan) is None}
    since = {each.order.vlan: _confirm(each.order, report) for each in done}
    return {vlan: each for vlan, each in {**before, **since}.items() if each is not None}


def _confirm(order: VlanOrder, report: SessionReport) -> ConfirmedVlan | None:
    """None where nothing is left of the VLAN at the gateway."""
    return None if order.is_removal else ConfirmedVlan.from_state(order, report.states[order.vlan])
