"""Staff roles: who holds them, who may grant which, and what cannot be revoked."""

import datetime as dt
import enum
from typing import Self

from vault.callers.model import CallContext, Grant
from vault.graph.schema import Row
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.permissions import VENUE_ROLES, Role
from vault.kernel.values import value
from vault.people.grantable_roles import GrantableRoles
from vault.people.model import HasSubscriber, Subscriber


class RoleNotYours(DomainError):
    """The caller may not grant this role."""

    code = ErrorCode.ROLE_NOT_YOURS
    kind = Kind.FORBIDDEN


class VenueNeeded(DomainError):
    """A venue role needs a venue."""

    code = ErrorCode.VENUE_NEEDED
    kind = Kind.INVALID


class NamesNeeded(DomainError):
    """An operator-wide role needs the person's names."""

    code = ErrorCode.NAMES_NEEDED
    kind = Kind.INVALID


class OwnAccess(DomainError):
    """Nobody may remove their own access."""

    code = ErrorCode.OWN_ACCESS


class OwnRole(DomainError):
    """Nobody may grant a role to themself."""

    code = ErrorCode.OWN_ROLE
    kind = Kind.FORBIDDEN


class RoleNotHeld(DomainError):
    """The person does not have this role."""

    code = ErrorCode.ROLE_NOT_HELD
    kind = Kind.NOT_FOUND


class StaffRole(enum.StrEnum):
    DOMAIN_ADMINISTRATOR = Role.DOMAIN_ADMINISTRATOR
    SIEM_ADMINISTRATOR = Role.SIEM_ADMINISTRATOR
    ACCOUNT_MANAGER = Role.ACCOUNT_MANAGER
    CUSTOMER_SUPPORT = Role.CUSTOMER_SUPPORT
    VENUE_ADMINISTRATOR = Role.VENUE_ADMINISTRATOR
    LEASING_AGENT = Role.LEASING_AGENT


class VenueRole(enum.StrEnum):
    VENUE_ADMINISTRATOR = Role.VENUE_ADMINISTRATOR
    LEASING_AGENT = Role.LEASING_AGENT


class RevocableRole(enum.StrEnum):
    """The roles that a request may revoke at a venue; nobody holds the last two."""

    VENUE_ADMINISTRATOR = Role.VENUE_ADMINISTRATOR
    LEASING_AGENT = Role.LEASING_AGENT
    CUSTOMER_SERVICE = "CustomerService"
    MAINTENANCE_STAFF = "MaintenanceStaff"


class RevocationReason(enum.StrEnum):
    EMPLOYMENT_TERMINATION = "EmploymentTermination"
    ROLE_CHANGE = "RoleChange"
    SECURITY_INCIDENT = "SecurityIncident"
    BUSINESS_RESTRUCTURING = "BusinessRestructuring"
    POLICY_VIOLATION = "PolicyViolation"


@value
class StaffMember(HasSubscriber):
    subscriber: Subscriber
    grants: frozenset[Grant]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        grants = frozenset(Grant(Role(grant["role"]), grant["at"]) for grant in row["grants"])
        return cls(Subscriber.from_row(row), grants)

    @property
    def venue_ids(self) -> frozenset[str]:
        """Where staff may name the person as a member of theirs, also where the person has not confirmed the role."""
        return self.subscriber.venue_ids | {grant.at for grant in self.grants if grant.role in VENUE_ROLES}

    def roles_at(self, place: str) -> list[Role]:
        return sorted(grant.role for grant in self.grants if grant.at == place)


@value
class Post:
    role: Role
    at: str
    venue_id: str | None = None


@value
class Revocation:
    role: str
    reason: str | None
    notes: str
    at: dt.datetime
    channels: tuple[str, ...]


def resolve_post(ctx: CallContext, role: Role, venue_id: str | None) -> Post:
    """The role at the venue, or at the operator if it is operator-wide. Raises RoleNotYours, VenueNeeded."""
    grantable = GrantableRoles.from_caller(ctx)
    if role not in VENUE_ROLES:
        if not grantable.allows(None):
            raise RoleNotYours
        return Post(role, ctx.operator.id)
    if not grantable.places:
        raise RoleNotYours
    if not venue_id:
        raise VenueNeeded
    return Post(role, venue_id, venue_id)
