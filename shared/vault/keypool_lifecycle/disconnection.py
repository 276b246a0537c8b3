"""Ending the policies of a keypool at a venue from which it was disconnected; its keys remain."""

from collections.abc import Sequence
from functools import partial

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.schema import Edge, Prop
from vault.graph.steps import Steps, T, __
from vault.kernel.batches import split_into_batches
from vault.kernel.time import epoch_ms, now
from vault.keypools import queries as keypools
from vault.outbox.job_context import JobContext

POLICIES, PLACES = 100, 40
"""Policies that one write ends at most, and units at which it looks for them."""


def finish(ctx: JobContext, keypool_id: str, venue_id: str) -> None:
    """End the policies of a keypool at a venue; a repeated run resumes. Raises Conflict, Unavailable."""
    places = execute(__.V(venue_id).union(__.identity(), __.out(Edge.HAS_UNIT)).id_())
    for part in split_into_batches(places, PLACES):
        if not ctx.batches(partial(_end_policies, ctx, keypool_id, venue_id, part)):
            return


def _end_policies(ctx: JobContext, keypool_id: str, venue_id: str, place_ids: Sequence[str]) -> bool:
    """End some of the policies at these places; whether there were any. Raises Conflict, Unavailable."""
    found = execute(
        _policies_at(__.V(*place_ids).not_(keypools.local_keypool_at(keypool_id)), keypool_id).limit(POLICIES)
    )
    if not found:
        return False
    edges = [policy["id"] for policy in found]
    ctx.tx.guard(__.E(*edges).count().is_(len(edges)))
    ctx.tx.guard(__.V(venue_id).not_(keypools.local_keypool_at(keypool_id)))
    ctx.tx.change(__.E(*edges).drop(), keypools.touch(venue_id, epoch_ms(now())))
    for policy in found:
        unit_id = policy["at"] if policy["at"] != venue_id else None
        about = {"venue_id": venue_id, "unit_id": unit_id, "subscriber": policy["subscriber"]}
        audit.record(ctx, AuditEvent.KEY_ENDED, **about, keypool=keypool_id, key=policy["key"])
    return True


def _policies_at(places: Steps, keypool_id: str) -> Steps:
    of_pool = __.out_v().where(__.out(Edge.IN_BIN).in_(Edge.HAS_BIN).has_id(keypool_id))
    return (
        places.in_e(Edge.AT_UNIT)
        .where(of_pool)
        .project("id", "at", "key", "subscriber")
        .by(T.id)
        .by(__.in_v().id_())
        .by(__.out_v().id_())
        .by(__.out_v().in_(Edge.HOLDS).values(Prop.TOKEN))
    )
