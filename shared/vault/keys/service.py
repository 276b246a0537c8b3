"""Keys follow their holder's password, and are read by whoever matches them."""

from collections.abc import Mapping
from dataclasses import replace

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller, WriteContext
from vault.kernel.errors import DomainError
from vault.kernel.tokens import acceptable_key
from vault.keys import queries, texts
from vault.keys.model import Key, KeyHolder, PasswordCollides, Sealed
from vault.operators.model import Operator
from vault.operators.service import keyring


def prepare(caller: Caller, holder: KeyHolder, password: str) -> KeyHolder:
    """The holder, whose keys are ready to get a new password as their text; they open with the old one still.

    Commits the caller's write, where there is anything to prepare; so it comes before all else that is written.
    Raises KeyTextInvalid, PasswordCollides (nothing is written or left to be written then), Conflict, Unavailable.
    """
    acceptable_key(password)
    ready = coming(caller.operator, holder, password)
    wanted = {key.id: ready[key.id] for key in holder.following if key.id in ready and ready[key.id] != key.pending}
    if not wanted:
        return holder
    prepared = tuple(replace(key, pending=wanted.get(key.id, key.pending)) for key in holder.keys)
    after = names(caller.operator, (*prepared, *holder.leaving))
    caller.tx.guard(queries.at_version(holder.id, holder.version))
    rename(caller, names(caller.operator, holder.named), after, PasswordCollides())
    caller.tx.change(queries.versioned(holder.id, holder.version + 1))
    caller.tx.change(*(queries.pending(key_id, kept) for key_id, kept in wanted.items()))
    audit.record(caller, AuditEvent.KEYS_PREPARED, subscriber=holder.token, keys=sorted(wanted))
    try:
        caller.tx.commit()
    except PasswordCollides:
        caller.tx.discard()
        raise
    return replace(holder, keys=prepared, version=holder.version + 1)


def switch(caller: Caller, holder: KeyHolder, password: str) -> None:
    """Add to the caller's write that the keys which follow the password open with it, and with nothing else.

    `holder` is what `prepare` gave. Raises PasswordCollides at the commit.
    """
    ready = coming(caller.operator, holder, password)
    stale = {key.id for key in holder.following if key.pending}
    if not (ready or stale):
        return
    new = {key.id: ready.get(key.id, key.sealed) for key in holder.following if key.id in ready or key.id in stale}
    after = tuple(replace(key, sealed=new.get(key.id, key.sealed), pending=None) for key in holder.keys)
    caller.tx.guard(queries.at_version(holder.id, holder.version))
    now_named = names(caller.operator, (*after, *holder.leaving))
    rename(caller, names(caller.operator, holder.named), now_named, PasswordCollides())
    caller.tx.change(queries.versioned(holder.id, holder.version + 1))
    caller.tx.change(*(queries.switched(key_id, kept) for key_id, kept in new.items()))
    repack(caller, holder, new)
    audit.record(caller, AuditEvent.KEYS_CHANGED, subscriber=holder.token, keys=sorted(new))


def coming(operator: Operator, holder: KeyHolder, password: str) -> dict[str, Sealed]:
    """The password as the new text of each key that follows it and has another; what is pending stays as it is."""
    keys, ready = keyring(operator), {}
    for key in holder.following:
        text, pending = texts.texts_of(operator, key)
        if text == password:
            continue
        ready[key.id] = (
            key.pending if key.pending and pending == password else texts.sealed(keys, key.id, password, key.ssid)
        )
    return ready


def names(operator: Operator, keys: tuple[Key, ...]) -> queries.Names:
    """Which psk vertices name these keys: for the text of each, and for the pending one."""
    return frozenset(
        (texts.psk(operator, key.ssid, text), key.id)
        for key in keys
        for text in texts.texts_of(operator, key)
        if text is not None
    )


def rename(caller: WriteContext, before: queries.Names, after: queries.Names, taken: DomainError | None) -> None:
    """Take the names that are new and give up those that are not needed any more; one that is taken is a Conflict."""
    for psk in {psk for psk, _ in after} - {psk for psk, _ in before}:
        if taken:
            caller.tx.claim(psk, taken)
    caller.tx.change(*queries.renamed(before, after))


def repack(caller: Caller, holder: KeyHolder, new: Mapping[str, Sealed]) -> None:
    """Put the new PMKs into the bins in which their keys lie."""
    touched = {key.bin_id for key in holder.keys if key.id in new}
    for found in (holder.bins[bin_id] for bin_id in sorted(touched)):
        entries = {key_id: new[key_id].pmk if key_id in new else pmk for key_id, pmk in found.entries.items()}
        caller.tx.guard(queries.unchanged(found))
        caller.tx.change(queries.rewritten(found, entries))
