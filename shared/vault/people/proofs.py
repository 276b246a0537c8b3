"""What the use of a code proves, and who else has seen it (docs/adr/0037)."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.schema import Prop
from vault.graph.steps import Steps, __, with_properties, without_properties
from vault.people import codes, queries
from vault.people.grantable_roles import GrantableRoles
from vault.people.model import EMAIL_ADDRESS, NOTHING, Code, Subscriber


def record_viewer(ctx: CallContext, person: Subscriber) -> None:
    """Record that the caller is shown the person's code: it proves nothing any more.

    What all viewers may grant stays with the person until a code that the mail alone carried is used.
    """
    before, mine = person.viewers_grant, GrantableRoles.from_caller(ctx)
    grants = mine if before is None else mine & before
    if person.code:
        ctx.tx.guard(codes.person_with_unchanged_code(person.token, person.code))
        ctx.tx.guard(unchanged_viewers(person))
        ctx.tx.guard(queries.no_roles(person.id))
        if person.code.proves == NOTHING and grants == before:
            return
    properties = {Prop.CODE_PROVES: NOTHING, Prop.VIEWERS_GRANT: grants.to_text()}
    ctx.tx.change(with_properties(__.V(person.id), **properties))


def unchanged_viewers(person: Subscriber) -> Steps:
    """A guard that holds while nobody else has been shown a code, and no proof was given."""
    steps = __.V(person.id)
    if person.viewers_grant is None:
        return steps.has_not(Prop.VIEWERS_GRANT)
    return steps.has(Prop.VIEWERS_GRANT, person.viewers_grant.to_text())


def use_code(ctx: CallContext, person: Subscriber, code: Code) -> None:
    """Erase the code, which the person has used, and record what its use proves."""
    ctx.tx.guard(codes.person_with_unchanged_code(person.token, code))
    ctx.tx.change(codes.erase_code(person.token))
    if code.proves == EMAIL_ADDRESS:
        ctx.tx.change(without_properties(__.V(person.id), Prop.VIEWERS_GRANT))
    elif code.proves != NOTHING:
        ctx.tx.change(queries.prove_number(code.proves, person.id))
        audit.record(ctx, AuditEvent.PHONE_NUMBER_PROVEN, subscriber=person.token)
