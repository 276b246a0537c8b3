"""Replacing the credentials of somebody who gets a role, where others have seen them (docs/adr/0037)."""

from vault.adapters import cognito
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.graph.schema import Prop
from vault.graph.steps import __, without_properties
from vault.kernel.generated_secrets import generate_temporary_password
from vault.kernel.time import epoch_ms, now
from vault.operators.service import get_user_pool
from vault.outbox.messages import queue_notification
from vault.people import codes, proofs
from vault.people import queries as people_queries
from vault.people import service as people
from vault.people.model import NewPerson, Subscriber
from vault.staff.model import Post, StaffMember


def replace_if_seen(ctx: WriteContext, member: StaffMember, new: NewPerson, post: Post) -> None:
    """Replace code and password by a mailed code, where somebody saw one who could not grant this post.

    Raises Conflict, Unavailable.
    """
    seen_by = member.subscriber.viewers_grant
    if seen_by is not None and not seen_by.allows(post.venue_id):
        _replace(ctx, member.subscriber, new)


def _replace(ctx: WriteContext, person: Subscriber, new: NewPerson) -> None:
    """Commit a code that nobody has seen, then change the password and end the sessions.

    The record of who saw a code is dropped with the role's write, so that a retry after a crash begins anew.
    """
    sent = codes.template_for_password(person)
    _commit_new_code(ctx, person, codes.CODE_KINDS[sent])
    users = get_user_pool(ctx.operator)
    cognito.set_password(users, person.token, generate_temporary_password(), new.cognito_attributes())
    people.end_sessions(ctx, ctx.operator, person.token)
    ctx.tx.change(without_properties(__.V(person.id), Prop.VIEWERS_GRANT))
    ctx.tx.change(people_queries.doubt_own_numbers(person.id, epoch_ms(now())))
    queue_notification(ctx, sent, person.token, channel="email")


def _commit_new_code(ctx: WriteContext, person: Subscriber, kind: str) -> None:
    ctx.tx.guard(proofs.unchanged_viewers(person))
    codes.replace_code(ctx, person, kind)
    audit.record(ctx, AuditEvent.CREDENTIALS_REPLACED, subscriber=person.token)
    ctx.tx.commit()
