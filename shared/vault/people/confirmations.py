"""Ties to a venue that staff made, until the person confirms them (docs/adr/0038)."""

from collections.abc import Iterable

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.people import queries
from vault.people.model import Subscriber


def await_confirmation(ctx: WriteContext, person: Subscriber, venue_id: str | None) -> None:
    """Let a known person whom somebody else ties to a venue count as a stranger there until they confirm it."""
    known = person.venue_ids | person.unconfirmed_venue_ids
    if venue_id and venue_id not in known and person.token != ctx.token:
        ctx.tx.change(queries.await_confirmation(person.id, venue_id))


def confirm(ctx: WriteContext, person_id: str, token: str, venue_ids: Iterable[str], *, by: str) -> None:
    """Confirm the ties to these venues; nothing is written where there are none."""
    for venue_id in sorted(venue_ids):
        ctx.tx.change(queries.confirm(person_id, venue_id))
        audit.record(ctx, AuditEvent.TIE_CONFIRMED, subscriber=token, venue_id=venue_id, by=by)
