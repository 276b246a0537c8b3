"""Changing the passphrases of keys that follow their holder's password, in two phases."""

from collections.abc import Mapping
from dataclasses import replace

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, WriteContext
from vault.graph.connection import execute
from vault.graph.steps import __
from vault.kernel.errors import DomainError
from vault.kernel.generated_secrets import validate_passphrase
from vault.keys import passphrases, queries
from vault.keys.model import Key, KeyHolder, PasswordCollides, SealedKey
from vault.operators.model import Operator
from vault.operators.service import get_keyring


def read_key_holder(person_id: str) -> KeyHolder:
    """A person with their keys and bins, for a change of password. Raises Unavailable."""
    return KeyHolder.from_row(execute(queries.person_with_keys_and_bins(__.V(person_id)))[0])


def prepare_passphrase(ctx: CallContext, holder: KeyHolder, password: str) -> KeyHolder:
    """Seal the password as the pending passphrase of the holder's keys, which still open with the old one.

    Commits the transaction of `ctx`, so it comes before all other writes. Raises KeyTextInvalid, PasswordCollides
    (nothing is written then), Conflict, Unavailable.
    """
    validate_passphrase(password)
    ready = _build_new_passphrases(ctx.operator, holder, password)
    pending_by_key = {
        key.id: ready[key.id] for key in holder.password_keys if key.id in ready and ready[key.id] != key.pending
    }
    if not pending_by_key:
        return holder
    prepared = tuple(replace(key, pending=pending_by_key.get(key.id, key.pending)) for key in holder.keys)
    names_after = psk_names(ctx.operator, (*prepared, *holder.keys_of_deleted_pools))
    ctx.tx.guard(queries.person_at_keys_version(holder.id, holder.version))
    rename_psks(ctx, psk_names(ctx.operator, holder.all_keys), names_after, PasswordCollides())
    ctx.tx.change(queries.set_keys_version(holder.id, holder.version + 1))
    ctx.tx.change(*(queries.set_pending_passphrase(key_id, sealed) for key_id, sealed in pending_by_key.items()))
    audit.record(ctx, AuditEvent.KEYS_PREPARED, subscriber=holder.token, keys=sorted(pending_by_key))
    try:
        ctx.tx.commit()
    except PasswordCollides:
        ctx.tx.discard()
        raise
    return replace(holder, keys=prepared, version=holder.version + 1)


def switch_passphrase(ctx: CallContext, holder: KeyHolder, password: str) -> None:
    """Replace the passphrases; `holder` comes from `prepare_passphrase`. The commit raises PasswordCollides."""
    ready = _build_new_passphrases(ctx.operator, holder, password)
    stale = {key.id for key in holder.password_keys if key.pending}
    if not (ready or stale):
        return
    new = {key.id: ready.get(key.id, key.sealed) for key in holder.password_keys if key.id in ready or key.id in stale}
    after = tuple(replace(key, sealed=new.get(key.id, key.sealed), pending=None) for key in holder.keys)
    ctx.tx.guard(queries.person_at_keys_version(holder.id, holder.version))
    now_named = psk_names(ctx.operator, (*after, *holder.keys_of_deleted_pools))
    rename_psks(ctx, psk_names(ctx.operator, holder.all_keys), now_named, PasswordCollides())
    ctx.tx.change(queries.set_keys_version(holder.id, holder.version + 1))
    ctx.tx.change(*(queries.set_passphrase(key_id, sealed) for key_id, sealed in new.items()))
    _update_bins(ctx, holder, new)
    audit.record(ctx, AuditEvent.KEYS_CHANGED, subscriber=holder.token, keys=sorted(new))


def _build_new_passphrases(operator: Operator, holder: KeyHolder, password: str) -> dict[str, SealedKey]:
    """The sealed password by id of the keys that lack it; a pending one is taken as it is."""
    keys, ready = get_keyring(operator), {}
    for key in holder.password_keys:
        passphrase, pending = passphrases.passphrases_of(operator, key)
        if passphrase == password:
            continue
        ready[key.id] = (
            key.pending
            if key.pending and pending == password
            else passphrases.seal_passphrase(keys, key.id, password, key.ssid)
        )
    return ready


def psk_names(operator: Operator, keys: tuple[Key, ...]) -> queries.PskNames:
    return frozenset(
        (passphrases.psk_vertex_id(operator, key.ssid, passphrase), key.id)
        for key in keys
        for passphrase in passphrases.passphrases_of(operator, key)
        if passphrase is not None
    )


def rename_psks(
    ctx: WriteContext, before: queries.PskNames, after: queries.PskNames, collision: DomainError | None
) -> None:
    """Change the psk vertices of keys; a taken one makes the commit raise `collision`, or else Conflict."""
    for psk in {psk for psk, _ in after} - {psk for psk, _ in before}:
        if collision:
            ctx.tx.claim(psk, collision)
    ctx.tx.change(*queries.rename_psks(before, after))


def _update_bins(ctx: CallContext, holder: KeyHolder, new: Mapping[str, SealedKey]) -> None:
    touched = {key.bin_id for key in holder.keys if key.id in new}
    for bin_ in (holder.bins[bin_id] for bin_id in sorted(touched)):
        entries = {key_id: new[key_id].pmk if key_id in new else pmk for key_id, pmk in bin_.entries.items()}
        ctx.tx.guard(queries.unchanged_bin(bin_))
        ctx.tx.change(queries.rewrite_bin(bin_, entries))
