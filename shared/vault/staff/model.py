"""Staff roles: who may grant which, and what cannot be taken away."""

from vault.callers.model import Caller
from vault.kernel.errors import DomainError, Kind
from vault.kernel.permissions import VENUE_ROLES, Role


class RoleNotYours(DomainError):
    """A role that the caller may not grant."""

    kind = Kind.FORBIDDEN


class VenueNeeded(DomainError):
    """A venue role without a venue."""

    kind = Kind.INVALID


class NamesNeeded(DomainError):
    """An operator-wide role without the person's names."""

    kind = Kind.INVALID


class OwnAccess(DomainError):
    """Nobody takes their own access away."""


class LastAdministrator(DomainError):
    """An operator keeps at least one DomainAdministrator."""


class RoleNotHeld(DomainError):
    """A role that this person does not have."""

    kind = Kind.NOT_FOUND


GRANTS_ANY = frozenset({Role.NETWORK_SOFTWARE_PROVIDER, Role.DOMAIN_ADMINISTRATOR})
GRANTS_VENUE = frozenset({Role.ACCOUNT_MANAGER, Role.CUSTOMER_SUPPORT, Role.VENUE_ADMINISTRATOR})


def may_grant(caller: Caller, role: Role) -> bool:
    """Whether the caller may give this role to somebody; where, the scope of the call has settled."""
    return caller.holds(*GRANTS_ANY) or (role in VENUE_ROLES and caller.holds(*GRANTS_VENUE))
