"""A venue with everything that hangs from it: units, offered plans, shown keypools, staff."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from vault.callers.model import Caller
from vault.callers.references import Kind, Reference
from vault.graph.schema import Edge, Prop
from vault.graph.steps import Steps, T, __
from vault.kernel.permissions import Role
from vault.kernel.time import from_epoch_ms, now, zone_of
from vault.kernel.values import value
from vault.kernel.vocabulary import wire
from vault.keypools.queries import shown_anywhere_at
from vault.operators.model import Operator
from vault.people import service as people
from vault.plans import currencies
from vault.plans import shown as plans
from vault.units import shown as units
from vault.units.model import DEFAULT_RANGE, Purpose, ranges_of
from vault.venues.model import OfVenue, Venue
from vault.venues.references import VENUE

KEYPOOL = {
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
class DetailedVenue(OfVenue):
    """A venue, and its things as vertices."""

    venue: Venue
    ranges: Mapping[str, tuple[int, int]]
    units: tuple[Mapping[Any, Any], ...]
    plans: tuple[Mapping[Any, Any], ...]
    keypools: tuple[Mapping[Any, Any], ...]
    staff: tuple[Mapping[str, str], ...]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the rows of the view."""
        return cls(
            venue=Venue.of(row),
            ranges=ranges_of(row["vertex"]),
            units=ordered(row["units"]),
            plans=ordered(row["plans"]),
            keypools=ordered(row["keypools"]),
            staff=tuple(row["staff"]),
        )


def ordered(vertices: Iterable[Mapping[Any, Any]]) -> tuple[Mapping[Any, Any], ...]:
    """Vertices in the order of their ids."""
    return tuple(sorted(vertices, key=lambda vertex: str(vertex[T.id])))


def view(venue: Steps, _body: object = None) -> Steps:
    """All of a venue in one request."""
    held = __.in_e(Edge.STAFF_OF).project("role", "token").by(Prop.ROLE).by(__.out_v().values(Prop.TOKEN))
    return (
        venue.project("vertex", "operator", "units", "plans", "keypools", "staff")
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out(Edge.HAS_UNIT).element_map().fold())
        .by(__.in_(Edge.OFFERED_AT).element_map().fold())
        .by(shown_anywhere_at().dedup().element_map().fold())
        .by(held.fold())
    )


DETAILED = Kind(find={"venue_id": VENUE.find["venue_id"]}, view=view, value=DetailedVenue.of, missing=VENUE.missing)
DetailedVenueRef = Annotated[DetailedVenue, Reference(DETAILED, by=("venue_id",))]


def addresses(caller: Caller, site: DetailedVenue, *roles: Role) -> list[list[str | None]]:
    """The e-mail addresses of those who have each role at the venue, first those not available. Raises Unavailable."""
    known = people.of(caller.operator, {held["token"] for held in site.staff})
    staff = [(held["role"], known[held["token"]].email) for held in site.staff if held["token"] in known]
    return [sorted((email for held, email in staff if held == role), key=lambda email: email or "") for role in roles]


def offered(site: DetailedVenue) -> dict[str, dict[str, Any]]:
    """The plans that can be chosen there, by id."""
    return {plan[T.id]: plans.on_the_wire(plan) for plan in site.plans}


def listed_units(site: DetailedVenue) -> list[dict[str, Any]]:
    """The units by building, floor and name."""
    named = [{wire(name): value for name, value in units.values(unit).items()} for unit in site.units]
    return sorted(named, key=lambda unit: [unit[wire(part)] for part in ("unit_building", "unit_floor", "unit_id")])


def networks(site: DetailedVenue) -> dict[str, dict[str, Any]]:
    """The keypools shown there, by id."""
    return {
        pool[T.id]: {wire(name): pool[prop] for name, prop in KEYPOOL.items() if prop in pool} for pool in site.keypools
    }


def vlans(site: DetailedVenue, operator: Operator) -> dict[str, dict[str, int]]:
    """The ranges of VLANs given by themselves: the venue's, else the operator's, else the default."""
    general = ranges_of(operator.vertex)
    ranges = {name: site.ranges.get(kind) or general.get(kind) or DEFAULT_RANGE for name, kind in RANGES.items()}
    return {
        wire(name): {wire("minimum_vlan"): low, wire("maximum_vlan"): min(high, DEFAULT_RANGE[1])}
        for name, (low, high) in ranges.items()
    }


def shopping_cart(site: DetailedVenue) -> dict[str, bool | list[str]]:
    """Whether plans are sold there, and in which currencies: those of the countries of the venue and its units."""
    countries = {site.venue.country, *(unit[Prop.COUNTRY] for unit in site.units if Prop.COUNTRY in unit)}
    return {
        wire("shopping_cart_enabled"): site.venue.shopping_cart,
        wire("currencies"): currencies.of_countries(countries),
    }


def details(caller: Caller, site: DetailedVenue) -> dict[str, Any]:
    """Everything that is known of a venue, by Python name. Raises Unavailable."""
    venue = site.venue
    administrators, agents = addresses(caller, site, Role.VENUE_ADMINISTRATOR, Role.LEASING_AGENT)
    shift = now().astimezone(zone_of(venue.time_zone)).utcoffset()
    return {
        "venue_id": venue.id,
        "venue_name": venue.name,
        "external_venue_id": venue.external_id or "",
        "date_added_iso": from_epoch_ms(venue.added_at),
        "address_line_1": venue.line1,
        "address_line_2": venue.line2,
        "address_line_3": venue.line3,
        "city": venue.city,
        "state": venue.state,
        "postal_code": venue.postal_code,
        "country_iso3166_a3": venue.country,
        "latitude": venue.latitude,
        "longitude": venue.longitude,
        "time_zone_name": venue.time_zone,
        "time_zone_offset": shift.total_seconds() / 3600 if shift else 0.0,
        "service_plan_configuration": offered(site),
        "units": listed_units(site),
        "unit_count": len(site.units),
        "keypools": networks(site),
        "network_operator_connections": {caller.operator.id: {wire("operator_name"): caller.operator.name}},
        "vlan_configuration": vlans(site, caller.operator),
        "shopping_cart": shopping_cart(site),
        "venue_administrators": administrators,
        "leasing_agents": agents,
    }
