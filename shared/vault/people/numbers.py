"""Phone numbers: claimed by one person, proven by a code that an SMS carried (docs/adr/0037)."""

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, SystemContext, WriteContext
from vault.graph.connection import execute
from vault.kernel.time import epoch_ms, now
from vault.limits import service as limits
from vault.operators.service import get_user_pool
from vault.people import queries
from vault.people.model import PhoneNumberTaken
from vault.people.profile_copies import delete_cached_profile


def claim_number(ctx: WriteContext, identity: str, token: str, *, by_holder: bool = False) -> None:
    """Add to the write that a person has a number, unproven; the lapsed claim of somebody else ends before.

    Raises Unavailable, and at the commit PhoneNumberTaken.
    """
    moment = epoch_ms(now())
    for holder in execute(queries.holder_of_lapsed_claim(identity, moment)):
        _release(ctx, identity, holder, moment)
    ctx.tx.claim(identity, PhoneNumberTaken())
    ctx.tx.change(*queries.link_identity(identity, token, **queries.claim_properties(moment, by_holder=by_holder)))


def claim_own_number(ctx: CallContext, identity: str, token: str) -> None:
    """As `claim_number`, for the caller; limited, because the answer tells whether somebody has the number.

    Raises TooManyRequests, Unavailable, and at the commit PhoneNumberTaken.
    """
    limits.count_number_change(ctx, token)
    claim_number(ctx, identity, token, by_holder=True)


def _release(ctx: WriteContext, identity: str, holder: str, moment: int) -> None:
    """Commit that a person has lost a number, with its log entry, before Cognito forgets it."""
    release = SystemContext(ctx.request.function_name, ctx.operator)
    release.tx.guard(queries.holder_of_lapsed_claim(identity, moment))
    release.tx.change(queries.drop_identity(identity))
    audit.record(release, AuditEvent.PHONE_NUMBER_LOST, subscriber=holder)
    release.tx.commit()
    ctx.tx.outbox_records.extend(release.tx.outbox_records)
    cognito.update_user(get_user_pool(ctx.operator), holder, {"phone_number": ""})
    delete_cached_profile(ctx.operator, holder)
