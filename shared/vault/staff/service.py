"""Granting and revoking the roles of staff."""

from collections.abc import Iterable

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, Grant, WriteContext
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import Steps
from vault.kernel import ids
from vault.kernel.permissions import OPERATOR_ROLES, Role
from vault.kernel.templates import Template
from vault.kernel.time import epoch_ms, now, to_wire
from vault.operators.model import Operator
from vault.outbox.messages import queue_notification
from vault.people import confirmations, last_administrator
from vault.people import queries as people_queries
from vault.people import service as people
from vault.people.model import NewPerson
from vault.staff import credentials, model, queries
from vault.staff.model import NamesNeeded, OwnAccess, OwnRole, Post, Revocation, RoleNotHeld, StaffMember
from vault.venues.model import Venue

NO_CHANNEL = "none"
__all__ = ["Post", "appoint", "disable_at_venue", "disable_everywhere", "enable", "revoke", "revoke_roles"]


def appoint(ctx: CallContext, member: StaffMember | None, new: NewPerson, role: Role, venue: Venue | None) -> str:
    """Grant a role, and return the person's SubscriberToken.

    Raises OwnRole, RoleNotYours, VenueNeeded, NamesNeeded, Unavailable.
    """
    post = model.resolve_post(ctx, role, venue.id if venue else None)
    if role in OPERATOR_ROLES and not (new.given_name and new.family_name):
        raise NamesNeeded
    _refuse_own_role(ctx, member, new)
    return enable(ctx, member, new, post)


def _refuse_own_role(ctx: CallContext, member: StaffMember | None, new: NewPerson) -> None:
    """Also where the provider's staff name their own address at an operator, where it is another account's."""
    home = ctx.user.home_operator if ctx.user else ctx.operator
    is_own = member is not None and member.token == ctx.token
    if is_own or (home.id != ctx.operator.id and _has_address(ctx.token, home, new.email)):
        raise OwnRole


def _has_address(token: str, home: Operator, email: str) -> bool:
    return execute(people_queries.by_email(email, lambda: home).values(Prop.TOKEN)) == [token]


def enable(ctx: WriteContext, member: StaffMember | None, new: NewPerson, post: Post) -> str:
    """Add the person if new, grant the post and return the SubscriberToken. Raises Unavailable."""
    token = member.token if member else people.add(ctx, new).token
    if member:
        _prepare_account(ctx, member, new, post)
    ctx.tx.change(queries.grant(token, post.role, post.at, epoch_ms(now())))
    audit.record(ctx, AuditEvent.STAFF_ACCESS_ENABLED, venue_id=post.venue_id, subscriber=token, role=post.role)
    queue_notification(
        ctx, Template.STAFF_ACCESS if member else Template.WELCOME, token, venue=post.venue_id or "", role=post.role
    )
    return token


def _prepare_account(ctx: WriteContext, member: StaffMember, new: NewPerson, post: Post) -> None:
    """Prepare the account of a known person for a role. Raises Conflict, Unavailable."""
    people.restore_user(ctx.operator, member.token, new)
    credentials.replace_if_seen(ctx, member, new, post)
    confirmations.await_confirmation(ctx, member.subscriber, post.venue_id)


def _refuse_own_access(ctx: CallContext, member: StaffMember) -> None:
    if member.token == ctx.token:
        raise OwnAccess


def revoke_roles(ctx: WriteContext, token: str, roles: Iterable[str], at: str) -> None:
    """Revoke roles at an operator or a venue; the person's reads meet the removal at once."""
    for role in roles:
        ctx.tx.change(*queries.revoke(token, role, at))
    ctx.tx.read_at_writer(ctx.operator.issuer, token)


def disable_everywhere(ctx: CallContext, member: StaffMember) -> list[Role]:
    """Revoke and return all operator-wide roles. Raises OwnAccess, RoleNotHeld, at the commit LastAdministrator."""
    _refuse_own_access(ctx, member)
    operator_id = ctx.operator.id
    roles = member.roles_at(operator_id)
    if not roles:
        raise RoleNotHeld
    if Role.DOMAIN_ADMINISTRATOR in roles:
        last_administrator.keep_another_administrator(ctx, member.id)
    revoke_roles(ctx, member.token, roles, operator_id)
    audit.record(ctx, AuditEvent.STAFF_ACCESS_DISABLED, subscriber=member.token, roles=roles)
    return roles


def disable_at_venue(ctx: CallContext, member: StaffMember, venue: Venue) -> list[Role]:
    """Revoke and return all roles at a venue. Raises OwnAccess, RoleNotHeld."""
    _refuse_own_access(ctx, member)
    roles = member.roles_at(venue.id)
    if not roles:
        raise RoleNotHeld
    revoke_roles(ctx, member.token, roles, venue.id)
    ctx.tx.change(queries.touch_venue(venue.id, epoch_ms(now())))
    audit.record(ctx, AuditEvent.STAFF_ACCESS_DISABLED, venue_id=venue.id, subscriber=member.token, roles=roles)
    return roles


def revoke(ctx: CallContext, member: StaffMember, venue: Venue, revocation: Revocation) -> str:
    """Revoke a role now or at its time, and return the revocation's id. Raises OwnAccess, RoleNotHeld."""
    _refuse_own_access(ctx, member)
    if not any(Grant(role, venue.id) in member.grants for role in Role if role == revocation.role):
        raise RoleNotHeld
    revocation_id = ids.generate_id("revocation")
    later = revocation.at > now()
    if later:
        ctx.tx.change(queries.removals(member.token, revocation.role, venue.id).drop())
        ctx.tx.change(*_schedule_removal(ctx, member, venue, revocation, revocation_id))
    else:
        revoke_roles(ctx, member.token, [revocation.role], venue.id)
    audit.record(
        ctx,
        AuditEvent.STAFF_ACCESS_REMOVAL_SCHEDULED if later else AuditEvent.STAFF_ACCESS_DISABLED,
        venue_id=venue.id,
        subscriber=member.token,
        revocation=revocation_id,
        roles=[revocation.role],
        reason=revocation.reason,
        notes=revocation.notes,
        effective=to_wire(revocation.at),
    )
    if not later:
        notify_removal(ctx, member.token, revocation.channels, venue=venue.id, role=revocation.role)
    return revocation_id


def notify_removal(ctx: WriteContext, token: str, channels: Iterable[str], **about: str) -> None:
    """Notify the person by these channels; an empty one stands for their preferred channel."""
    for channel in channels:
        queue_notification(ctx, Template.STAFF_ACCESS_REMOVED, token, channel=channel, **about)


def _schedule_removal(
    ctx: CallContext, member: StaffMember, venue: Venue, revocation: Revocation, revocation_id: str
) -> list[Steps]:
    properties = {
        Prop.OPERATOR: ctx.operator.id,
        Prop.VENUE: venue.id,
        Prop.ROLE: revocation.role,
        Prop.ADMINISTRATOR: ctx.token,
        Prop.CHANNELS: ",".join(revocation.channels) if revocation.channels else NO_CHANNEL,
    }
    return queries.schedule(revocation_id, member.token, epoch_ms(revocation.at), **properties)
