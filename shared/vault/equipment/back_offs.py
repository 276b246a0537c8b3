"""End the pauses after failures, so that what waits at gateways is due at once."""

from vault.callers.model import WriteContext
from vault.equipment import queries
from vault.equipment.changes import ERROR_COUNTERS
from vault.equipment.model import Equipment
from vault.graph.connection import execute
from vault.kernel.time import epoch_ms, now


def end_back_offs_at_venue(ctx: WriteContext, venue_id: str) -> None:
    """Of all gateways of the venue that are driven, and of their VLANs; one that is out of service goes on waiting."""
    for gateway in map(Equipment.from_row, execute(queries.driven_gateways(venue_id).element_map())):
        ctx.tx.change(queries.update(gateway.id, {}, ERROR_COUNTERS), queries.end_back_offs(gateway.key))
        if gateway.is_in_service:
            ctx.tx.change(queries.mark_waiting_gateway(gateway.id, epoch_ms(now())))
