"""Which roles somebody may grant: the measure of what an account may become after they were shown its code."""

from typing import Self

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission, Role
from vault.kernel.values import value

OPERATOR_WIDE = "operator"
ANY_VENUE = "venues"
GRANTS_ANY = (Role.NETWORK_SOFTWARE_PROVIDER, Role.DOMAIN_ADMINISTRATOR)


@value
class GrantableRoles:
    """The places whose roles somebody may grant: ids of venues, ANY_VENUE for all of them, OPERATOR_WIDE."""

    places: frozenset[str]

    @classmethod
    def from_caller(cls, ctx: CallContext) -> Self:
        """Derived from the scope of the permission to grant; operator-wide roles need one of GRANTS_ANY."""
        scope = ctx.scope(Permission.STAFF_GRANT)
        operator_wide = {OPERATOR_WIDE} if ctx.has_role(*GRANTS_ANY) else set()
        return cls(scope.venues | ({ANY_VENUE} if scope.operator else set()) | operator_wide)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """From a property of the graph: one place in a line."""
        return cls(frozenset(text.split("\n")) - {""})

    def to_text(self) -> str:
        return "\n".join(sorted(self.places))

    def allows(self, venue_id: str | None) -> bool:
        """Whether a role at the venue, or without one an operator-wide role, is among them."""
        return bool(self.places & ({OPERATOR_WIDE} if venue_id is None else {ANY_VENUE, venue_id}))

    def __and__(self, other: Self) -> Self:
        return type(self)(self._with_venues_of(other) & other._with_venues_of(self))

    def _with_venues_of(self, other: Self) -> frozenset[str]:
        return self.places | (other.places - {OPERATOR_WIDE} if ANY_VENUE in self.places else frozenset())
