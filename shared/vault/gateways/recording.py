"""Store what a turn found: fifty VLANs a write, each under the gateway's lease, which ends with the last."""

import json
from collections.abc import Iterable, Sequence

from vault.adapters.gateway_session import GatewayFailed, Unsupported
from vault.gateways import entries
from vault.gateways import worker_queries as queries
from vault.gateways.attempts import combine_attempts, write_attempted
from vault.gateways.backoff import OF_GATEWAY
from vault.gateways.confirmed import write_confirmed
from vault.gateways.due_vlans import DueVlan
from vault.gateways.lease import GatewayLease
from vault.gateways.model import Gateway
from vault.gateways.queries import OFFLINE
from vault.gateways.results import VlanResult
from vault.gateways.session import SessionReport
from vault.graph.retry import retry_on_conflict
from vault.graph.schema import Prop
from vault.kernel.batches import split_into_batches
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.outbox.job_context import JobContext

VLANS_PER_WRITE = 50
ATTEMPTS = 8
OFFLINE_PROPERTIES = (*queries.FAILURE_PROPERTIES, Prop.FAILING_SINCE, Prop.IS_OFFLINE)
SUBSCRIPTIONS_STORED = 200
"""The newest of those for which a VLAN is on."""


@value
class Turn:
    """What one turn found; without a report or failure no session was needed."""

    moment: int
    results: tuple[VlanResult, ...] = ()
    has_more: bool = False
    """Whether more is due than one session does."""
    next_try_at: int | None = None
    """The first moment at which something that was refused is tried again."""
    report: SessionReport | None = None
    failed: GatewayFailed | None = None


def record_attempt(ctx: JobContext, lease: GatewayLease, gateway: Gateway, vlans: Sequence[DueVlan]) -> None:
    """Store before a session what it is going to do, and let those look at a VLAN to whom it belongs by now.

    After a session that never reads back, or a run that is killed, nobody knows whether these VLANs are on or off.
    Without this, one that is not desired any more would stay on, since it was never confirmed. Raises Conflict,
    Unavailable.
    """
    ordered = {due.state.number: due.ordered_vlans for due in vlans if due.differences}
    handed_over = _find_handed_over(vlans)
    attempted = combine_attempts(gateway.attempted, ordered, handed_over)
    lease.add_to(ctx.tx)
    ctx.tx.change(queries.record(gateway.id, {Prop.ATTEMPTED: write_attempted(attempted)}))
    ctx.tx.change(*(queries.wait_for_a_look(gateway, number, epoch_ms(now())) for number in handed_over))
    ctx.tx.commit()


def _find_handed_over(vlans: Iterable[DueVlan]) -> dict[int, set[int]]:
    """By the unit VLAN to which they belong by now, VLANs that may be on for another one."""
    found: dict[int, set[int]] = {}
    for vlan, owner in (each for due in vlans for each in due.handovers.items()):
        found.setdefault(owner, set()).add(vlan)
    return found


def record_turn(ctx: JobContext, lease: GatewayLease, gateway: Gateway, turn: Turn) -> None:
    """Raises Conflict where the lease is another run's meanwhile, Unavailable."""
    parts = list(split_into_batches(turn.results, VLANS_PER_WRITE)) or [()]
    for number, part in enumerate(parts, 1):

        def write(part: Sequence[VlanResult] = part, *, is_last: bool = number == len(parts)) -> None:
            ctx.tx.discard()
            ctx.tx.is_bookkeeping = True
            lease.add_to(ctx.tx)
            for result in part:
                _add_result(ctx, gateway, result, turn.moment)
            if is_last:
                _end_turn(ctx, lease, gateway, turn)
            ctx.tx.commit()

        retry_on_conflict(write, lambda attempts: attempts < ATTEMPTS)


def _add_result(ctx: JobContext, gateway: Gateway, result: VlanResult, moment: int) -> None:
    entries.record_result(ctx, gateway.equipment, result)
    state = result.due.state
    confirmed = {Prop.CONFIRMED: write_confirmed(result.confirmed.values()), Prop.CONFIRMED_AT: moment}
    if not result.is_complete:
        ctx.tx.change(queries.record(state.id, confirmed | _describe_failure(result)))
        return
    newest = result.due.desired.subscription_ids[-SUBSCRIPTIONS_STORED:]
    basis = {Prop.REVISION: state.wanted_revision, Prop.EPOCH: gateway.epoch, Prop.SUBSCRIPTIONS: json.dumps(newest)}
    ctx.tx.change(*queries.record_fully(state.id, state.wanted_revision, confirmed | basis))
    if not result.confirmed:
        ctx.tx.change(queries.forget(state.id, state.wanted_revision))


def _describe_failure(result: VlanResult) -> dict[str, object]:
    """Nothing where the session ended before the VLAN was begun."""
    if result.retry is None:
        return {}
    words = result.refusals[0].words
    return {Prop.FAILURES: result.retry.failures, Prop.NEXT_TRY_AT: result.retry.next_try_at, Prop.LAST_ERROR: words}


def _end_turn(ctx: JobContext, lease: GatewayLease, gateway: Gateway, turn: Turn) -> None:
    """Add to the last write what was found of the gateway itself, and when it is looked at again."""
    if turn.report:
        _add_contact(ctx, gateway, turn.report, turn)
    if turn.failed:
        ctx.tx.change(queries.look_again(gateway, _add_failure(ctx, gateway, turn.failed, turn.moment)))
    elif turn.has_more:
        ctx.tx.change(queries.look_now(gateway, turn.moment))
    else:
        ctx.tx.change(queries.look_again(gateway, turn.next_try_at))
    ctx.tx.change(*queries.end_waiting(gateway), lease.release())


def _add_contact(ctx: JobContext, gateway: Gateway, report: SessionReport, turn: Turn) -> None:
    """Its failures are over; the certificate and the service are those of this address from now on."""
    unresolved = _find_unresolved(gateway, turn)
    unsupported = report.unsupported - {Unsupported.INTERFACE}
    properties = {
        Prop.ATTEMPTED: write_attempted(unresolved) if unresolved else None,
        Prop.CONTACTED_AT: turn.moment,
        Prop.CERTIFICATE: report.fingerprint or None,
        Prop.TRANSPORT: report.transport or None,
        Prop.UNSUPPORTED: " ".join(sorted(unsupported | gateway.unsupported)) or None,
    }
    ctx.tx.change(queries.record_at_gateway(gateway, properties, Prop.ATTEMPTED, *OFFLINE_PROPERTIES))
    entries.record_unsupported(ctx, gateway.equipment, unsupported - gateway.unsupported)


def _find_unresolved(gateway: Gateway, turn: Turn) -> dict[int, set[int]]:
    """By unit VLAN the VLANs of which the gateway has not shown what became of them."""
    numbers = ((result.due.state.number, result) for result in turn.results)
    found = {number: result.find_unresolved(gateway.attempted.get(number, ())) for number, result in numbers}
    return combine_attempts({**gateway.attempted, **found}, _find_handed_over(result.due for result in turn.results))


def _add_failure(ctx: JobContext, gateway: Gateway, failed: GatewayFailed, moment: int) -> int:
    """The moment of the next try."""
    retry = OF_GATEWAY.retry(gateway.failures, moment)
    properties = {
        Prop.FAILURES: retry.failures,
        Prop.NEXT_TRY_AT: retry.next_try_at,
        Prop.LAST_ERROR: failed.words,
        Prop.FAILING_SINCE: gateway.failing_since or moment,
        Prop.IS_OFFLINE: OFFLINE,
    }
    ctx.tx.change(queries.record_at_gateway(gateway, properties))
    entries.record_failure(ctx, gateway.equipment, failed, retry)
    return retry.next_try_at
