"""Resetting a key, and the password with it: keys prepared, then Cognito, then one write (docs/adr/0013)."""

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.kernel.templates import Template
from vault.keys import passphrase_change
from vault.keys import service as keys
from vault.keys.issuance import PassphraseChoice
from vault.keys.model import KeyWithHolder
from vault.keys.passphrase_change import PassphraseChange
from vault.limits import service as limits
from vault.operators.service import get_user_pool
from vault.outbox.messages import queue_notification
from vault.sessions.service import end_other_sessions


def reset_key(
    ctx: CallContext, key: KeyWithHolder, choice: PassphraseChoice, *, dry_run: bool = False
) -> PassphraseChange:
    """Give a key another passphrase.

    Raises KeyTextInvalid, CustomKeysDisabled, PasswordCollides, TooManyRequests, Unavailable.
    """
    choice.check_allowed(ctx.operator)
    if choice.new_key is not None:
        limits.count_passphrase_choice(ctx, ctx.token)
    change = passphrase_change.plan_change(ctx.operator, key, choice)
    # A passphrase refused by the commit would block the next attempt; unless prepared, it is checked beforehand.
    if dry_run or (choice.new_key is not None and not change.changes_password):
        passphrase_change.refuse_taken_passphrase(ctx.operator, change)
    if dry_run:
        audit.record(ctx, AuditEvent.KEY_RESET_TRIED, subscriber=key.token, key=key.key.id)
        return change
    limits.hold_password_change(ctx, key.token, repr(choice))
    if change.changes_password:
        _set_password(ctx, change)
    else:
        keys.switch_passphrase(ctx, change.holder, change.passphrase)
    audit.record(ctx, AuditEvent.KEY_RESET, subscriber=key.token, key=key.key.id)
    return change


def _set_password(ctx: CallContext, change: PassphraseChange) -> None:
    holder = change.holder
    prepared = keys.prepare_passphrase(ctx, holder, change.passphrase)
    cognito.set_password(get_user_pool(ctx.operator), holder.token, change.passphrase)
    keys.switch_passphrase(ctx, prepared, change.passphrase)
    if ctx.tx.changes:
        end_other_sessions(ctx)
        queue_notification(ctx, Template.PASSWORD_CHANGED, holder.token)
