"""Names (tags) that people give their keys."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.keys import queries
from vault.keys.model import KeyNotFound, KeyTagTaken, KeyWithHolder


def set_tag(ctx: CallContext, target: KeyWithHolder, venue_id: str, tag: str) -> None:
    """Set or remove a key's tag, unique among its holder's keys in any case. Raises KeyNotFound, KeyTagTaken."""
    holder, key = target.holder, target.key
    if not any(policy.venue_id == venue_id for policy in key.policies):
        raise KeyNotFound
    others = {other.tag.casefold() for other in holder.keys if other.id != key.id}
    if tag and tag.casefold() in others:
        raise KeyTagTaken
    ctx.tx.guard(queries.person_at_keys_version(holder.id, holder.version))
    ctx.tx.change(queries.set_keys_version(holder.id, holder.version + 1), queries.set_tag(key.id, tag))
    audit.record(ctx, AuditEvent.KEY_NAMED, venue_id=venue_id, subscriber=holder.token, key=key.id)
