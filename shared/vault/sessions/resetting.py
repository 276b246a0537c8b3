"""Keys that their holder resets: the password goes with those that follow it (docs/adr/0013).

The order is: keys pending, then Cognito, then one write that switches the keys.
"""

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import notify
from vault.callers.model import Caller
from vault.kernel.templates import Template
from vault.keys import resetting
from vault.keys import service as keys
from vault.keys.issuing import Wish
from vault.keys.model import HeldKey, PasswordCollides
from vault.keys.resetting import Change
from vault.limits import service as limits
from vault.operators.service import pool


def reset(caller: Caller, held: HeldKey, wish: Wish, *, dry_run: bool = False) -> Change:
    """The key with the text that was wished; the caller writes it. In a dry run it is only seen whether it could be.

    Of two resets by a person at once, one passes. Raises KeyTextInvalid, PasswordCollides, TooManyRequests,
    Unavailable.
    """
    if wish.new_key is not None:
        limits.key_text(caller)
    change = resetting.planned(caller.operator, held, wish)
    # A text that the commit refuses would keep the next one off: without keys pending before, it is looked up.
    if dry_run or (wish.new_key is not None and not change.takes_password):
        resetting.refuse_taken(caller.operator, change)
    if dry_run:
        audit.record(caller, AuditEvent.KEY_RESET_TRIED, subscriber=held.token, key=held.key.id)
        return change
    limits.one_password(caller, held.token, repr(wish))
    if change.takes_password:
        set_password(caller, change)
    else:
        keys.switch(caller, change.holder, change.text)
    audit.record(caller, AuditEvent.KEY_RESET, subscriber=held.token, key=held.key.id)
    return change


def set_password(caller: Caller, change: Change) -> None:
    """The text as the password at Cognito, and in the caller's write as that of the keys."""
    holder = change.holder
    try:
        prepared = keys.prepare(caller, holder, change.text)
    except PasswordCollides:
        limits.another_password(caller, holder.token)
        raise
    cognito.set_password(pool(caller.operator), holder.token, change.text)
    keys.switch(caller, prepared, change.text)
    if caller.tx.changes:
        notify(caller, Template.PASSWORD_CHANGED, holder.token)
