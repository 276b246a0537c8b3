"""What a turn of the worker found of each due VLAN: what is confirmed now, what was done, what failed."""

from collections.abc import Mapping

from vault.adapters.gateway_session import VlanOrder
from vault.gateways.confirmed import ConfirmedVlan
from vault.gateways.differences import MAX_VLAN, Difference
from vault.gateways.due_vlans import DueVlan
from vault.gateways.session import Refusal, SessionReport
from vault.kernel.values import value

NOT_POSSIBLE = (
    f"VLAN {{vlan}}, to which the wireless-only offset of the venue leads, is over {MAX_VLAN} or belongs to another unit."
)


@value
class VlanResult:
    due: DueVlan
    confirmed: Mapping[int, ConfirmedVlan]
    done: tuple[Difference, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether the gateway has all that is desired; otherwise something was refused, or not begun."""
        return not self.refusals and len(self.done) == len(self.due.differences)

    @property
    def is_unchanged(self) -> bool:
        return not (self.is_complete or self.refusals or self.done)


def find_result(due: DueVlan, report: SessionReport) -> VlanResult:
    """The result of one VLAN in a session, or without one where nothing differs."""
    done = tuple(each for each in due.differences if each.order.vlan in report.states)
    refused = [each.order.vlan for each in due.differences if each.order.vlan in report.refusals]
    impossible = [Refusal(vlan, NOT_POSSIBLE.format(vlan=vlan)) for vlan in due.impossible_vlans]
    refusals = (*impossible, *(report.refusals[vlan] for vlan in refused))
    return VlanResult(due, _confirmed_after(due, done, report), done, refusals)


def _confirmed_after(
    due: DueVlan, done: tuple[Difference, ...], report: SessionReport
) -> dict[int, ConfirmedVlan]:
    own = {vlan: each for vlan, each in due.state.confirmed.items() if not due.numbers.belongs_to_others(vlan)}
    sent = {each.order.vlan: _confirm(each.order, report) for each in done}
    return {vlan: each for vlan, each in {**own, **sent}.items() if each is not None}


def _confirm(order: VlanOrder, report: SessionReport) -> ConfirmedVlan | None:
    """None where nothing is left of the VLAN at the gateway."""
    return None if order.is_removal else ConfirmedVlan.from_state(order, report.states[order.vlan])
