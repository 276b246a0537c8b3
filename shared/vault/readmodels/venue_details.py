"""A venue with its units, offered plans, broadcast keypools and staff."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from vault.callers.model import CallContext
from vault.callers.references import Lookup
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import Steps, T, __
from vault.kernel.permissions import Role
from vault.kernel.values import value
from vault.keypools.queries import keypools_at_venue_and_units
from vault.people import service as people
from vault.units.model import VlanRanges, vlan_ranges_of
from vault.venues.model import HasVenue, Venue
from vault.venues.references import VENUE


@value
class VenueDetails(HasVenue):
    """A venue with its units, plans and keypools as vertices."""

    venue: Venue
    ranges: VlanRanges
    units: tuple[Row, ...]
    plans: tuple[Row, ...]
    keypools: tuple[Row, ...]
    staff: tuple[Mapping[str, str], ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(
            venue=Venue.from_row(row),
            ranges=vlan_ranges_of(row["vertex"]),
            units=_sort_by_id(row["units"]),
            plans=_sort_by_id(row["plans"]),
            keypools=_sort_by_id(row["keypools"]),
            staff=tuple(row["staff"]),
        )


def _sort_by_id(vertices: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(vertices, key=lambda vertex: str(vertex[T.id])))


def _view(venue: Steps) -> Steps:
    staff = __.in_e(Edge.STAFF_OF).project("role", "token").by(Prop.ROLE).by(__.out_v().values(Prop.TOKEN))
    return (
        venue.project("vertex", "operator", "units", "plans", "keypools", "staff")
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out(Edge.HAS_UNIT).element_map().fold())
        .by(__.in_(Edge.OFFERED_AT).element_map().fold())
        .by(keypools_at_venue_and_units().dedup().element_map().fold())
        .by(staff.fold())
    )


VENUE_DETAILS = Lookup(
    finders={"venue_id": VENUE.finders["venue_id"]},
    view=_view,
    build=VenueDetails.from_row,
    not_found_error=VENUE.not_found_error,
)
VenueDetailsRef = Annotated[VenueDetails, VENUE_DETAILS]


@value
class StaffAddresses:
    """E-mail addresses by role, first those that Cognito could not give (None)."""

    venue_administrators: list[str | None]
    leasing_agents: list[str | None]


def get_staff_addresses(ctx: CallContext, details: VenueDetails) -> StaffAddresses:
    """Raises Unavailable."""
    known = people.get_profiles(ctx.operator, {member["token"] for member in details.staff})
    staff = [(member["role"], known[member["token"]].email) for member in details.staff if member["token"] in known]

    def holding(role: Role) -> list[str | None]:
        return sorted((email for held, email in staff if held == role), key=lambda email: email or "")

    return StaffAddresses(holding(Role.VENUE_ADMINISTRATOR), holding(Role.LEASING_AGENT))
