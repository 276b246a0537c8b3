"""What both scheduled jobs do each minute: take orders apart, evaluate due VLANs, send for due gateways."""

import contextlib
from collections.abc import Sequence
from functools import partial

from vault.adapters import queue
from vault.gateways import mark_orders, queries
from vault.gateways.evaluation import VLANS_PER_WRITE, evaluate
from vault.graph.connection import Conflict, execute
from vault.graph.schema import Prop, Row
from vault.graph.steps import T, __
from vault.kernel.batches import split_into_batches
from vault.kernel.queue_messages import ConfigureGateway
from vault.kernel.time import epoch_ms, now, real_now
from vault.outbox.job_context import JobContext

MESSAGE_LOST_MS = 180_000
"""After this a gateway is sent for again whose message was lost."""


def send_for_gateways(ctx: JobContext, waits: str) -> None:
    """Repeat the steps until nothing is due; `waits` is the property of the gateways that this job sends for.

    Raises Conflict, Unavailable.
    """
    while ctx.has_time():
        if not _take_steps(ctx, waits):
            return
    ctx.is_unfinished = True


def _take_steps(ctx: JobContext, waits: str) -> bool:
    """Whether something may be due now that was not before: what an order or an evaluation has marked."""
    (due,) = execute(queries.due_work(ctx.previous_run, epoch_ms(now()), epoch_ms(real_now()), waits))
    for order in due["orders"]:
        with contextlib.suppress(Conflict):  # another run was faster
            ctx.batch(partial(mark_orders.carry_out, ctx, order), attempts=1)
    for vlan_ids in split_into_batches(due["vlans"], VLANS_PER_WRITE):
        ctx.batch(partial(evaluate, ctx, vlan_ids))
    _send([*due["gateways"], *due["cleanups"]])
    _measure(ctx, due)
    return bool(due["orders"] or due["vlans"]) or len(due["gateways"]) == queries.FOUND_AT_ONCE


def _measure(ctx: JobContext, due: Row) -> None:
    """For the alarms: since when work is due at a gateway that answers, and how many have not answered for an hour."""
    since = (row.get(Prop.DUE_SINCE, row[Prop.DUE_AT]) for row in due["gateways"] if Prop.FAILURES not in row)
    seconds = max((epoch_ms(now()) - each for each in since), default=0) / 1000
    ctx.measures["OldestDueGatewaySeconds"] = max(seconds, ctx.measures.get("OldestDueGatewaySeconds", 0))
    ctx.measures["GatewaysOfflineAnHour"] = due["offline"]


def _send(gateways: Sequence[Row]) -> None:
    """Move the gateways' marks ahead, and send a message for each that no other run has moved. Raises Unavailable."""
    due_at = epoch_ms(now()) + MESSAGE_LOST_MS
    moves = [queries.put_off(row, due_at) for row in gateways]
    with contextlib.suppress(Conflict):
        moved = set(execute(__.inject(0).union(*moves))) if moves else set()
        messages = (ConfigureGateway(operator=row[Prop.OPERATOR], gateway=row[T.id]) for row in gateways)
        queue.send([each.to_json() for each in messages if each.gateway in moved])
