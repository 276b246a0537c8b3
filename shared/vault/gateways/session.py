"""One session with a gateway: apply orders VLAN by VLAN, then read back what the device has."""

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from vault.adapters import gateways
from vault.adapters.device_words import clean_words
from vault.adapters.gateway_session import (
    GatewayFailed,
    GatewayLogin,
    GatewaySession,
    Unsupported,
    VlanOrder,
    VlanRefused,
    VlanState,
)
from vault.kernel.values import value

BEGIN_SECONDS: Final = 40
"""After this no VLAN is begun, so that there is time to read back."""
NOT_THERE = VlanState(is_on=None)
NOT_APPLIED = "The gateway shows the VLAN {state} after it took the commands."


@value
class Refusal:
    """Why a VLAN is not as it shall be, in the device's words or for an installer."""

    vlan: int
    words: str
    command: str = ""
    part: Unsupported | None = None


@value
class SessionReport:
    """Of each VLAN whose order was begun the state that was read back, or the refusal."""

    states: Mapping[int, VlanState]
    refusals: Mapping[int, Refusal]
    fingerprint: str = ""
    transport: str = ""

    @property
    def unsupported(self) -> frozenset[Unsupported]:
        """What the gateway's interface cannot set."""
        return frozenset(part for state in self.states.values() for part in state.unsupported)


NO_SESSION = SessionReport({}, {})


def run_session(login: GatewayLogin, orders: Sequence[VlanOrder]) -> SessionReport:
    """Raises GatewayFailed; what was applied before that is found by the next session, since it reads first.

    The words of the device are short and without the password, whatever the adapter lets through.
    """
    try:
        report = _run(login, orders)
    except GatewayFailed as failed:
        raise GatewayFailed(failed.failure, clean_words(failed.words, login.password)) from None
    refusals = {
        vlan: replace(each, words=clean_words(each.words, login.password)) for vlan, each in report.refusals.items()
    }
    return replace(report, refusals=refusals)


def _run(login: GatewayLogin, orders: Sequence[VlanOrder]) -> SessionReport:
    begun_before = time.monotonic() + BEGIN_SECONDS
    with contextlib.closing(gateways.open_session(login)) as session:
        session.read([order.vlan for order in orders])
        refusals: dict[int, Refusal] = {}
        begun = list(_apply_until(begun_before, session, orders, refusals))
        session.save()
        found = session.read([order.vlan for order in begun])
        return _build_report(session, begun, found, refusals)


def _apply_until(
    deadline: float, session: GatewaySession, orders: Sequence[VlanOrder], refusals: dict[int, Refusal]
) -> Iterator[VlanOrder]:
    """Yield the orders that were begun; those that the device refused are added to `refusals`."""
    for order in orders:
        if time.monotonic() > deadline:
            return
        try:
            session.apply(order)
        except VlanRefused as refused:
            refusals[order.vlan] = Refusal(order.vlan, refused.words, refused.command, refused.part)
        yield order


def _build_report(
    session: GatewaySession,
    begun: Sequence[VlanOrder],
    found: Mapping[int, VlanState],
    refusals: Mapping[int, Refusal],
) -> SessionReport:
    states = {order.vlan: found.get(order.vlan, NOT_THERE) for order in begun if order.vlan not in refusals}
    ignored = {
        order.vlan: Refusal(order.vlan, NOT_APPLIED.format(state="off" if order.is_on else "on"), command="read")
        for order in begun
        if order.vlan in states and not _is_as_ordered(order, states[order.vlan])
    }
    applied = {vlan: state for vlan, state in states.items() if vlan not in ignored}
    return SessionReport(applied, {**refusals, **ignored}, session.fingerprint, session.transport)


def _is_as_ordered(order: VlanOrder, state: VlanState) -> bool:
    """What the maker's interface cannot switch counts as switched, and is reported as unsupported."""
    return bool(state.is_on) == order.is_on or Unsupported.INTERFACE in state.unsupported
