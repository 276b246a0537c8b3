"""The worker of gateways: a turn at one of them, under its lease."""

import logging
from collections.abc import Sequence

from vault.adapters.gateway_session import GatewayFailed, VlanOrder
from vault.gateways import entries
from vault.gateways.cleanup import Cleanup, clean_up
from vault.gateways.due_vlans import DueVlan, Waiting, read_waiting
from vault.gateways.lease import GatewayLease
from vault.gateways.model import Gateway
from vault.gateways.recording import Turn, record_attempt, record_turn
from vault.gateways.results import find_result
from vault.gateways.session import NO_SESSION, SessionReport, run_session
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Label, Row
from vault.graph.steps import T
from vault.kernel.time import epoch_ms, now
from vault.operators.service import get_keyring
from vault.outbox.job_context import JobContext

log = logging.getLogger("vault.gateways")


def configure_gateway(ctx: JobContext, gateway_id: str) -> None:
    """Do what is due at a gateway, or left of a deleted one; nothing where another run is at it.

    A failure of the device is a result: it is stored, and the gateway is tried again later. Raises SealBroken,
    Unavailable.
    """
    taken = GatewayLease.take(gateway_id)
    if taken is None:
        return
    lease, row = taken
    try:
        _use_lease(lease, row, entries.as_configurator(ctx))
    except Conflict:
        log.warning("lease lost", extra={"gateway": gateway_id})
        ctx.tx.discard()
        execute(lease.release())
    except Exception:
        execute(lease.release())
        raise


def _use_lease(lease: GatewayLease, row: Row, ctx: JobContext) -> None:
    ctx.tx.is_bookkeeping = True
    if row["vertex"][T.label] == Label.GATEWAY_CLEANUP:
        clean_up(ctx, lease, Cleanup.from_row(row["vertex"]))
    else:
        gateway = Gateway.from_row(row)
        record_turn(ctx, lease, gateway, _take_turn(ctx, lease, gateway))


def _take_turn(ctx: JobContext, lease: GatewayLease, gateway: Gateway) -> Turn:
    moment = epoch_ms(now())
    if not gateway.equipment.is_in_service:
        return Turn(moment)
    if gateway.next_try_at > moment:
        return Turn(moment, next_try_at=gateway.next_try_at)
    waiting = read_waiting(gateway, moment)
    orders = _put_in_order(waiting.vlans)
    if orders or any(vlan.handovers for vlan in waiting.vlans):
        record_attempt(ctx, lease, gateway, waiting.vlans)
    if not orders:
        return _find_results(waiting, None, moment)
    try:
        report = run_session(gateway.equipment.login(get_keyring(ctx.operator)), orders)
    except GatewayFailed as failed:
        return Turn(moment, failed=failed)
    return _find_results(waiting, report, moment)


def _put_in_order(vlans: Sequence[DueVlan]) -> list[VlanOrder]:
    """Urgent VLANs first; then what goes on, what gets other limits, and what goes off."""
    differences = [(not vlan.state.is_urgent, each.action, each.order) for vlan in vlans for each in vlan.differences]
    return [order for _, _, order in sorted(differences, key=lambda each: each[:2])]


def _find_results(waiting: Waiting, report: SessionReport | None, moment: int) -> Turn:
    results = [find_result(vlan, report or NO_SESSION, moment) for vlan in waiting.vlans]
    next_tries = [waiting.next_try_at, *(result.retry.next_try_at for result in results if result.retry)]
    return Turn(
        moment,
        results=tuple(results),
        has_more=waiting.has_more or any(result.needs_another_turn for result in results),
        next_try_at=min((each for each in next_tries if each is not None), default=None),
        report=report,
    )
