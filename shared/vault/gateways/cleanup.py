"""What is left of a deleted gateway: its states, and what VAULT created there unless that is preserved.

The clean-up is a vertex of its own with the sealed login: the equipment and its id are free at once, whether the device
can be reached or not.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Self

from vault.adapters.gateway_session import GatewayFailed, GatewayFailure, VlanOrder
from vault.callers.model import WriteContext
from vault.equipment.model import Equipment, seal_property
from vault.gateways import cleanup_queries as queries
from vault.gateways import entries
from vault.gateways.attempts import read_attempted
from vault.gateways.backoff import MINUTE_MS, OF_GATEWAY
from vault.gateways.lease import GatewayLease
from vault.gateways.model import Gateway, VlanAtGateway
from vault.gateways.session import run_session
from vault.gateways.worker_queries import take_over
from vault.graph.connection import execute
from vault.graph.schema import Prop, Row
from vault.graph.steps import Steps, __
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.operators.service import get_keyring
from vault.outbox.job_context import JobContext

TRIED_MS: Final = 3 * 24 * 60 * 60 * 1000
"""After this nobody waits for the device any more."""
VLANS_AT_ONCE = 200
SECRETS = (Prop.USERNAME, Prop.PASSWORD)
LOGIN = (
    Prop.ATTEMPTED,
    Prop.CERTIFICATE,
    Prop.CONNECTION_PROTOCOL,
    Prop.DRIVEN_BY,
    Prop.IP_ADDRESS,
    Prop.LEASE_UNTIL,
    Prop.MIKROTIK_PRE_643,
    Prop.PORT,
    Prop.TRANSPORT,
)


def queue_cleanup(ctx: WriteContext, equipment: Equipment, *, removes_configuration: bool) -> None:
    """Have the worker remove, in the background, what is left of a driven gateway that this write deletes.

    A session that goes on may still switch VLANs: its lease keeps the clean-up away from the device.
    """
    cleanup = ids.generate_id("gateway_cleanup")
    about = (Prop.EQUIPMENT, Prop.EQUIPMENT_KEY, Prop.OPERATOR, Prop.VENUE)
    login = LOGIN if removes_configuration else ()
    properties = {prop: equipment.vertex.get(prop) for prop in (*about, *login)}
    if removes_configuration:
        keyring = get_keyring(ctx.operator)
        for prop in SECRETS:
            properties[prop] = seal_property(keyring, cleanup, prop, equipment.unseal(keyring, prop))
    for guard in queries.is_as_read(equipment):
        ctx.tx.guard(guard)
    ctx.tx.change(queries.add(cleanup, properties, epoch_ms(now())))


@value
class Cleanup:
    """What is left of a gateway: as equipment it is driven where its configuration is to be removed."""

    equipment: Equipment
    queued_at: int
    failures: int
    next_try_at: int
    attempted: Mapping[int, Collection[int]]

    @classmethod
    def from_row(cls, vertex: Row) -> Self:
        return cls(
            equipment=Equipment.from_row(vertex),
            queued_at=vertex[Prop.QUEUED_AT],
            failures=vertex.get(Prop.FAILURES, 0),
            next_try_at=vertex.get(Prop.NEXT_TRY_AT, 0),
            attempted=read_attempted(vertex),
        )

    def vlans_of(self, state: VlanAtGateway) -> set[int]:
        """Those that it may have on or off."""
        return {*state.confirmed, *self.attempted.get(state.number, ())}


def clean_up(ctx: JobContext, lease: GatewayLease, cleanup: Cleanup) -> None:
    """Do the next part, under the lease; a failure of the device is stored. Raises Conflict, Unavailable."""
    moment = epoch_ms(now())
    if cleanup.next_try_at > moment:
        execute(lease.release())
        return
    states = [VlanAtGateway.from_row(row) for row in execute(queries.states(cleanup.equipment.key, VLANS_AT_ONCE))]
    lease.add_to(ctx.tx)
    if successors := execute(queries.successors(cleanup.equipment).id_()) if cleanup.equipment.is_driven else []:
        _move_to_gateway(ctx, cleanup, states, successors[0], moment)
    else:
        _remove(ctx, cleanup, states, moment)
    ctx.tx.change(lease.release())
    ctx.tx.commit()


def _move_to_gateway(
    ctx: JobContext, cleanup: Cleanup, states: Sequence[VlanAtGateway], gateway_id: str, moment: int
) -> None:
    """Let the gateway that drives the same device now see to what is left: residents may need it."""
    taken = GatewayLease.take(gateway_id)
    if taken is None:
        ctx.tx.change(queries.look_again(cleanup.equipment.id, moment + MINUTE_MS))
        return
    lease, row = taken
    try:
        lease.add_to(ctx.tx)
        left = {state.number: cleanup.vlans_of(state) for state in states}
        ctx.tx.change(*take_over(Gateway.from_row(row), left, moment), *queries.drop([state.id for state in states]))
        ctx.tx.change(_end_part(cleanup, moment, is_last=len(states) < VLANS_AT_ONCE), lease.release())
        ctx.tx.commit()
    except Exception:
        execute(lease.release())
        raise


def _remove(ctx: JobContext, cleanup: Cleanup, states: Sequence[VlanAtGateway], moment: int) -> None:
    try:
        removed = _remove_at_device(ctx, cleanup, states) if cleanup.equipment.is_driven else states
    except GatewayFailed as failed:
        _add_failure(ctx, cleanup, failed, moment)
    else:
        _add_removal(ctx, cleanup, removed, moment, is_last=len(removed) == len(states) < VLANS_AT_ONCE)


def _remove_at_device(ctx: JobContext, cleanup: Cleanup, states: Sequence[VlanAtGateway]) -> list[VlanAtGateway]:
    """The states of which nothing is left at the device. Raises GatewayFailed, also for the first that it refuses."""
    vlans = sorted({vlan for state in states for vlan in cleanup.vlans_of(state)})
    orders = [VlanOrder(vlan, is_on=False, is_removal=True) for vlan in vlans]
    if not orders:
        return list(states)
    report = run_session(cleanup.equipment.login(get_keyring(ctx.operator)), orders)
    for refusal in report.refusals.values():
        raise GatewayFailed(GatewayFailure.PROTOCOL, refusal.words)
    return [state for state in states if cleanup.vlans_of(state) <= report.states.keys()]


def _add_removal(
    ctx: JobContext, cleanup: Cleanup, removed: Collection[VlanAtGateway], moment: int, *, is_last: bool
) -> None:
    vlans = sorted({vlan for state in removed for vlan in cleanup.vlans_of(state)})
    ctx.tx.change(*queries.drop([state.id for state in removed]))
    if cleanup.equipment.is_driven and (vlans or is_last):
        entries.record_cleaned(ctx, cleanup.equipment, vlans)
        # The device may have been added again, and its VLANs switched on, during the session.
        ctx.tx.guard(queries.has_no_successor(cleanup.equipment))
    ctx.tx.change(_end_part(cleanup, moment, is_last=is_last))


def _end_part(cleanup: Cleanup, moment: int, *, is_last: bool) -> Steps:
    return __.V(cleanup.equipment.id).drop() if is_last else queries.look_again(cleanup.equipment.id, moment)


def _add_failure(ctx: JobContext, cleanup: Cleanup, failed: GatewayFailed, moment: int) -> None:
    """The next try, or after three days the end of it: then only the states are removed."""
    retry = OF_GATEWAY.retry(cleanup.failures, moment)
    if moment - cleanup.queued_at > TRIED_MS:
        entries.record_given_up(ctx, cleanup.equipment, failed)
        ctx.tx.change(queries.give_up(cleanup.equipment.id, moment))
        return
    entries.record_failure(ctx, cleanup.equipment, failed, retry)
    ctx.tx.change(queries.try_again(cleanup.equipment.id, retry, failed.words))
