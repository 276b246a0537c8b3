"""A venue with its units, offered plans, broadcast keypools and staff."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from vault.callers.model import CallContext
from vault.callers.references import Lookup
from vault.display_options.model import DisplayOption
from vault.equipment.model import Equipment
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import Steps, T, __
from vault.kernel import ids
from vault.kernel.permissions import Role
from vault.kernel.values import value
from vault.keypools.queries import keypools_at_venue_and_units
from vault.operators.model import Operator
from vault.people import service as people
from vault.readmodels.venue_equipment import gateways, other_equipment
from vault.units.model import Purpose, VlanRanges, vlan_ranges_of
from vault.venues.model import HasVenue, Venue
from vault.venues.references import VENUE

MEMBERS = (
    "vertex",
    "operator",
    "units",
    "plans",
    "keypools",
    "staff",
    "gateways",
    "other_equipment",
    "equipment_count",
    "display_options",
)
"""What the query yields of a venue."""


@value
class VenueDetails(HasVenue):
    """A venue with its units, plans and keypools as vertices."""

    venue: Venue
    vertex: Row
    ranges: VlanRanges
    units: tuple[Row, ...]
    plans: tuple[Row, ...]
    keypools: tuple[Row, ...]
    staff: tuple[Mapping[str, str], ...]
    equipment: tuple[Equipment, ...]
    """The gateways, and the first of the other pieces."""
    equipment_count: int
    display_options: tuple[Row, ...]
    """Those of the operator but the built-in one."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(
            venue=Venue.from_row(row),
            vertex=row["vertex"],
            ranges=vlan_ranges_of(row["vertex"]),
            units=_sort_by_id(row["units"]),
            plans=_sort_by_id(row["plans"]),
            keypools=_sort_by_id(row["keypools"]),
            staff=tuple(row["staff"]),
            equipment=tuple(map(Equipment.from_row, (*row["gateways"], *row["other_equipment"]))),
            equipment_count=row["equipment_count"],
            display_options=tuple(row["display_options"]),
        )

    @property
    def venue_type(self) -> str | None:
        """What a venue gives, by what is there: wired units, keypools, an address of its support."""
        parts = {
            "WIRED": any(unit.get(Prop.PURPOSE) == Purpose.WIRED_UNIT for unit in self.units),
            "WIFI": bool(self.keypools),
            "SUPPORT": Prop.SUPPORT_EMAIL in self.vertex or Prop.SUPPORT_PHONE in self.vertex,
        }
        return "+".join(name for name, is_there in parts.items() if is_there) or None

    def find_display_option(self, operator: Operator) -> DisplayOption:
        """The venue's own, else the operator's; the built-in one where neither has chosen one that is there."""
        chosen = (self.vertex.get(Prop.DISPLAY_OPTION), operator.vertex.get(Prop.DISPLAY_OPTION))
        option_id = next(filter(None, chosen), ids.default_display_option_id(operator.id))
        vertex = next((each for each in self.display_options if each[T.id] == option_id), None)
        if vertex is None:
            return DisplayOption.built_in(operator.id)
        return DisplayOption.from_row({"vertex": vertex, "operator": operator.id})


def _sort_by_id(vertices: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(vertices, key=lambda vertex: str(vertex[T.id])))


def _view(venue: Steps) -> Steps:
    staff = __.in_e(Edge.STAFF_OF).project("role", "token").by(Prop.ROLE).by(__.out_v().values(Prop.TOKEN))
    return (
        venue.project(*MEMBERS)
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out(Edge.HAS_UNIT).element_map().fold())
        .by(__.in_(Edge.OFFERED_AT).element_map().fold())
        .by(keypools_at_venue_and_units().dedup().element_map().fold())
        .by(staff.fold())
        .by(gateways().element_map().fold())
        .by(other_equipment().element_map().fold())
        .by(__.out_e(Edge.HAS_EQUIPMENT).count())
        .by(__.out(Edge.BELONGS_TO).out(Edge.HAS_DISPLAY_OPTION).element_map().fold())
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
