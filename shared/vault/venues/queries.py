"""Gremlin queries about venues."""

from collections.abc import Callable, Mapping

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.addresses import PostalAddress
from vault.kernel.geocoding import GeoPoint
from vault.operators.model import Operator
from vault.venues.model import Venue


def by_id(venue_id: str, _operator: Callable[[], Operator]) -> Steps:
    return __.V(venue_id).has_label(Label.VENUE)


def by_external_id(external_id: str, _operator: Callable[[], Operator]) -> Steps:
    """Yields venues of every operator."""
    return __.V().has(Label.VENUE, Prop.EXTERNAL_VENUE_ID, external_id)


def view(venue: Steps) -> Steps:
    return venue.project("vertex", "operator").by(__.element_map()).by(__.out(Edge.BELONGS_TO).id_().fold())


def add(
    operator_id: str, venue_id: str, address: PostalAddress, location: GeoPoint, **properties: object
) -> list[Steps]:
    return [
        new_vertex(
            Label.VENUE,
            venue_id,
            **address_properties(address),
            **location_properties(location),
            **{Prop.ADDRESS_KEY: address_key(address)},
            **properties,
        ),
        new_edge(venue_id, Edge.BELONGS_TO, operator_id, ids.edge_id(venue_id, Edge.BELONGS_TO, operator_id)),
        new_edge(operator_id, Edge.HAS_VENUE, venue_id, ids.edge_id(operator_id, Edge.HAS_VENUE, venue_id)),
    ]


def address_properties(address: PostalAddress | Venue) -> dict[str, str]:
    return {
        Prop.ADDRESS_LINE_1: address.address_line_1,
        Prop.ADDRESS_LINE_2: address.address_line_2,
        Prop.ADDRESS_LINE_3: address.address_line_3,
        Prop.CITY: address.city,
        Prop.STATE: address.state,
        Prop.COUNTRY: address.country,
        Prop.POSTAL_CODE: address.postal_code,
    }


def address_key(address: PostalAddress | Venue) -> str:
    """Equal for spellings that differ in case or spaces."""
    lines = (
        address.address_line_1,
        address.address_line_2,
        address.address_line_3,
        address.city,
        address.state,
        address.postal_code,
    )
    return "|".join(" ".join(part.casefold().split()) for part in (*lines, address.country))


def venues_of_operator(operator_id: str) -> Steps:
    return __.V(operator_id).out(Edge.HAS_VENUE)


def no_other_at_address(operator_id: str, venue_id: str, key: str) -> Steps:
    """A guard that holds while no other venue of the operator has this address key."""
    return __.not_(venues_of_operator(operator_id).has(Prop.ADDRESS_KEY, key).not_(__.has_id(venue_id)))


def touch(operator_id: str, changed_at: int) -> Steps:
    """Write to the operator, so that of two concurrent writes that compare its venues one conflicts."""
    return with_properties(__.V(operator_id), **{Prop.VENUES_CHANGED_AT: changed_at})


def update_unit_addresses(venue_id: str, before: Mapping[str, str], after: Mapping[str, str]) -> Steps:
    """Change only the units that still have the venue's old address."""
    inherited = (Prop.ADDRESS_LINE_1, Prop.CITY, Prop.STATE, Prop.COUNTRY, Prop.POSTAL_CODE)
    units = __.V(venue_id).out(Edge.HAS_UNIT)
    for prop in inherited:
        units = units.has(prop, before[prop])
    return with_properties(units, **{prop: after[prop] for prop in inherited if after[prop] != before[prop]})


def location_properties(location: GeoPoint) -> dict[str, object]:
    return {Prop.LATITUDE: location.latitude, Prop.LONGITUDE: location.longitude, Prop.TIME_ZONE: location.time_zone}
