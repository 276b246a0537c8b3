"""Staff: persons like residents, with roles granted and taken away."""

from collections.abc import Iterable

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import notify
from vault.callers.model import Caller, Grant, WriteContext
from vault.graph.schema import Prop
from vault.graph.steps import Steps
from vault.kernel import ids
from vault.kernel.permissions import OPERATOR_ROLES, Role
from vault.kernel.templates import Template
from vault.kernel.time import epoch_ms, now, to_wire
from vault.people import service as people
from vault.people.model import NewPerson, Subscriber
from vault.staff import model, queries
from vault.staff.model import LastAdministrator, NamesNeeded, OwnAccess, Post, Revocation, RoleNotHeld, StaffMember
from vault.venues.model import Venue

NO_CHANNEL = "none"
__all__ = ["Post", "appoint", "disable_everywhere", "disable_here", "enable", "revoke"]


def appoint(caller: Caller, member: StaffMember | None, new: NewPerson, role: Role, venue: Venue | None) -> str:
    """The SubscriberToken of a person who has the role afterwards, if the caller may grant it.

    Raises RoleNotYours, VenueNeeded, NamesNeeded, PhoneNumberTaken, Unavailable.
    """
    post = model.post(caller, role, venue.id if venue else None)
    if role in OPERATOR_ROLES and not (new.given_name and new.family_name):
        raise NamesNeeded
    return enable(caller, member.subscriber if member else None, new, post)


def enable(caller: WriteContext, person: Subscriber | None, new: NewPerson, post: Post) -> str:
    """The SubscriberToken of a person who has the role afterwards; a new one gets a temporary password by mail.

    Raises PhoneNumberTaken, Unavailable.
    """
    token = person.token if person else people.add(caller, new).token
    caller.tx.change(queries.grant(token, post.role, post.at, epoch_ms(now())))
    audit.record(caller, AuditEvent.STAFF_ACCESS_ENABLED, venue_id=post.venue_id, subscriber=token, role=post.role)
    notify(
        caller, Template.STAFF_ACCESS if person else Template.WELCOME, token, venue=post.venue_id or "", role=post.role
    )
    return token


def mind_oneself(caller: Caller, member: StaffMember) -> None:
    """Refuse to take the caller's own access away. Raises OwnAccess."""
    if member.token == caller.token:
        raise OwnAccess


def disable_everywhere(caller: Caller, member: StaffMember) -> list[Role]:
    """The operator-wide roles that the person had. Raises OwnAccess, RoleNotHeld; the commit LastAdministrator."""
    mind_oneself(caller, member)
    operator_id = caller.operator.id
    roles = member.roles_at(operator_id)
    if not roles:
        raise RoleNotHeld
    if Role.DOMAIN_ADMINISTRATOR in roles:
        caller.tx.guard(queries.another_administrator(operator_id, member.id), LastAdministrator())
        caller.tx.change(queries.touch_operator(operator_id, epoch_ms(now())))
    for role in roles:
        caller.tx.change(*queries.revoke(member.token, role, operator_id))
    audit.record(caller, AuditEvent.STAFF_ACCESS_DISABLED, subscriber=member.token, roles=roles)
    return roles


def disable_here(caller: Caller, member: StaffMember, venue: Venue) -> list[Role]:
    """The roles that the person had at a venue. Raises OwnAccess, RoleNotHeld."""
    mind_oneself(caller, member)
    roles = member.roles_at(venue.id)
    if not roles:
        raise RoleNotHeld
    for role in roles:
        caller.tx.change(*queries.revoke(member.token, role, venue.id))
    caller.tx.change(queries.touch_venue(venue.id, epoch_ms(now())))
    audit.record(caller, AuditEvent.STAFF_ACCESS_DISABLED, venue_id=venue.id, subscriber=member.token, roles=roles)
    return roles


def revoke(caller: Caller, member: StaffMember, venue: Venue, wanted: Revocation) -> str:
    """The id of the revocation of one role at a venue, now or at its time. Raises OwnAccess, RoleNotHeld."""
    mind_oneself(caller, member)
    if not any(Grant(role, venue.id) in member.grants for role in Role if role == wanted.role):
        raise RoleNotHeld
    revocation = ids.fresh("revocation")
    later = wanted.at > now()
    if later:
        caller.tx.change(queries.removals(member.token, wanted.role, venue.id).drop())
        caller.tx.change(*scheduled(caller, member, venue, wanted, revocation))
    else:
        caller.tx.change(*queries.revoke(member.token, wanted.role, venue.id))
    audit.record(
        caller,
        AuditEvent.STAFF_ACCESS_REMOVAL_SCHEDULED if later else AuditEvent.STAFF_ACCESS_DISABLED,
        venue_id=venue.id,
        subscriber=member.token,
        revocation=revocation,
        roles=[wanted.role],
        reason=wanted.reason,
        notes=wanted.notes,
        effective=to_wire(wanted.at),
    )
    if not later:
        tell(caller, member.token, wanted.channels, venue=venue.id, role=wanted.role)
    return revocation


def tell(caller: WriteContext, token: str, channels: Iterable[str], **about: str) -> None:
    """Tell a person by these channels that their access was removed; an empty one is as they prefer."""
    for channel in channels:
        notify(caller, Template.STAFF_ACCESS_REMOVED, token, channel=channel, **about)


def scheduled(caller: Caller, member: StaffMember, venue: Venue, wanted: Revocation, revocation: str) -> list[Steps]:
    """What is kept until the time has come."""
    properties = {
        Prop.OPERATOR: caller.operator.id,
        Prop.VENUE: venue.id,
        Prop.ROLE: wanted.role,
        Prop.ADMINISTRATOR: caller.token,
        Prop.CHANNELS: ",".join(wanted.channels) if wanted.channels else NO_CHANNEL,
        Prop.DUE_AT: epoch_ms(wanted.at),
    }
    return queries.schedule(revocation, member.token, **properties)
