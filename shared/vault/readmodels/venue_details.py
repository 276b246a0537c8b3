"""A venue with its units, offered plans, broadcast keypools and staff."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from vault.callers.model import CallContext
from vault.callers.references import Lookup, Reference
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import Steps, T, __
from vault.kernel.json_types import JsonObject
from vault.kernel.permissions import Role
from vault.kernel.time import from_epoch_ms, load_time_zone, now
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.keypools.queries import keypools_at_venue_and_units
from vault.operators.model import Operator
from vault.people import service as people
from vault.plans import currencies
from vault.plans import views as plans
from vault.units import views as units
from vault.units.model import DEFAULT_RANGE, Purpose, vlan_ranges_of
from vault.venues.model import HasVenue, Venue
from vault.venues.references import VENUE

KEYPOOL_FIELDS = {
    "ssid": Prop.SSID,
    "scope": Prop.SCOPE,
    "authentication_mechanism": Prop.AUTHENTICATION,
    "display_order": Prop.DISPLAY_ORDER,
}
RANGES = {
    "global_wireless_plus_local_wired_access": Purpose.WIRED_UNIT,
    "local_wireless_access": Purpose.LOCAL_WIRELESS_ONLY,
    "global_wireless_roaming": Purpose.GLOBAL_ROAMING,
}


@value
class VenueDetails(HasVenue):
    """A venue with its units, plans and keypools as vertices."""

    venue: Venue
    ranges: Mapping[str, tuple[int, int]]
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


def _view(venue: Steps, _body: object = None) -> Steps:
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
VenueDetailsRef = Annotated[VenueDetails, Reference(VENUE_DETAILS, by=("venue_id",))]


def _staff_email_addresses(ctx: CallContext, details: VenueDetails, *roles: Role) -> list[list[str | None]]:
    """The e-mail addresses of those who have each role at the venue, first those not available. Raises Unavailable."""
    known = people.get_profiles(ctx.operator, {member["token"] for member in details.staff})
    staff = [(held["role"], known[held["token"]].email) for held in details.staff if held["token"] in known]
    return [sorted((email for held, email in staff if held == role), key=lambda email: email or "") for role in roles]


def _offered_plans(details: VenueDetails) -> dict[str, JsonObject]:
    return {plan[T.id]: plans.to_wire_plan(plan) for plan in details.plans}


def _listed_units(details: VenueDetails) -> list[JsonObject]:
    rows = [{wire_name(name): value for name, value in units.unit_fields(unit).items()} for unit in details.units]
    return sorted(rows, key=lambda unit: [unit[wire_name(part)] for part in ("unit_building", "unit_floor", "unit_id")])


def _visible_keypools(details: VenueDetails) -> dict[str, JsonObject]:
    return {
        pool[T.id]: {wire_name(name): pool[prop] for name, prop in KEYPOOL_FIELDS.items() if prop in pool}
        for pool in details.keypools
    }


def _vlan_ranges(details: VenueDetails, operator: Operator) -> dict[str, dict[str, int]]:
    general = vlan_ranges_of(operator.vertex)
    ranges = {name: details.ranges.get(kind) or general.get(kind) or DEFAULT_RANGE for name, kind in RANGES.items()}
    return {
        wire_name(name): {wire_name("minimum_vlan"): low, wire_name("maximum_vlan"): min(high, DEFAULT_RANGE[1])}
        for name, (low, high) in ranges.items()
    }


def _shopping_cart(details: VenueDetails) -> dict[str, bool | list[str]]:
    """Whether plans are sold there, and the currencies of the countries of the venue and its units."""
    countries = {details.venue.country, *(unit[Prop.COUNTRY] for unit in details.units if Prop.COUNTRY in unit)}
    return {
        wire_name("shopping_cart_enabled"): details.venue.shopping_cart,
        wire_name("currencies"): currencies.by_countries(countries),
    }


def detail_fields(ctx: CallContext, details: VenueDetails) -> JsonObject:
    """The details of a venue by Python name. Raises Unavailable."""
    venue = details.venue
    administrators, agents = _staff_email_addresses(ctx, details, Role.VENUE_ADMINISTRATOR, Role.LEASING_AGENT)
    shift = now().astimezone(load_time_zone(venue.time_zone)).utcoffset()
    return {
        "venue_id": venue.id,
        "venue_name": venue.name,
        "external_venue_id": venue.external_id or "",
        "date_added_iso": from_epoch_ms(venue.added_at),
        "address_line_1": venue.address_line_1,
        "address_line_2": venue.address_line_2,
        "address_line_3": venue.address_line_3,
        "city": venue.city,
        "state": venue.state,
        "postal_code": venue.postal_code,
        "country_iso3166_a3": venue.country,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "time_zone_name": venue.time_zone,
        "time_zone_offset": shift.total_seconds() / 3600 if shift else 0.0,
        "service_plan_configuration": _offered_plans(details),
        "units": _listed_units(details),
        "unit_count": len(details.units),
        "keypools": _visible_keypools(details),
        "network_operator_connections": {ctx.operator.id: {wire_name("operator_name"): ctx.operator.name}},
        "vlan_configuration": _vlan_ranges(details, ctx.operator),
        "shopping_cart": _shopping_cart(details),
        "venue_administrators": administrators,
        "leasing_agents": agents,
    }
