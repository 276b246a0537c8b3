"""Names that people give their keys."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.keys import queries
from vault.keys.model import HeldKey, KeyNotFound, KeyTagTaken


def name(caller: Caller, held: HeldKey, venue_id: str, tag: str) -> None:
    """Add to the caller's write that a key which holds at the venue has a name, or none any more.

    No other key of its holder has it, in whatever case. Raises KeyNotFound, KeyTagTaken.
    """
    holder, key = held.holder, held.key
    if not any(policy.venue_id == venue_id for policy in key.policies):
        raise KeyNotFound
    others = {other.tag.casefold() for other in holder.keys if other.id != key.id}
    if tag and tag.casefold() in others:
        raise KeyTagTaken
    caller.tx.guard(queries.at_version(holder.id, holder.version))
    caller.tx.change(queries.versioned(holder.id, holder.version + 1), queries.tagged(key.id, tag))
    audit.record(caller, AuditEvent.KEY_NAMED, venue_id=venue_id, subscriber=holder.token, key=key.id)
