"""End the pauses after failures, so that what waits at gateways is due at once."""

from collections.abc import Iterable

from vault.callers.model import WriteContext
from vault.equipment import queries
from vault.equipment.changes import ERROR_COUNTERS
from vault.equipment.model import Equipment
from vault.kernel.time import epoch_ms, now


def end_back_offs(ctx: WriteContext, gateways: Iterable[Equipment]) -> None:
    """Of driven gateways and of their VLANs; one that is out of service goes on waiting."""
    for gateway in gateways:
        ctx.tx.change(queries.update(gateway.id, {}, ERROR_COUNTERS), queries.end_back_offs(gateway.key))
        if gateway.is_in_service:
            ctx.tx.change(queries.mark_waiting_gateway(gateway.id, epoch_ms(now())))
