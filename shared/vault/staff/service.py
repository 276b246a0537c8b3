"""Staff: persons like residents, with roles."""

from dataclasses import dataclass

from vault.audit import entries as audit
from vault.audit.outgoing import notify
from vault.callers.model import Caller
from vault.kernel.permissions import Role
from vault.kernel.time import epoch_ms, now
from vault.people import service as people
from vault.people.model import NewPerson, Subscriber
from vault.staff import queries


@dataclass(frozen=True)
class Post:
    """A role at a place: the operator, the provider, or a venue."""

    role: Role
    at: str
    venue_id: str | None = None


def enable(caller: Caller, person: Subscriber | None, new: NewPerson, post: Post) -> str:
    """The SubscriberToken of a person who has the role afterwards; a new one gets a temporary password by mail.

    Raises PhoneNumberTaken, Unavailable.
    """
    token = person.token if person else people.add(caller, new).token
    caller.tx.change(queries.grant(token, post.role, post.at, epoch_ms(now())))
    audit.record(caller, "Staff access enabled", venue_id=post.venue_id, subscriber=token, role=post.role)
    notify(caller, "staff_access" if person else "welcome", token, venue=post.venue_id or "", role=post.role)
    return token
