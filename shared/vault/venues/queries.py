"""The graph's answers about venues, and what is written of them."""

from collections.abc import Callable

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __, new_edge, new_vertex
from vault.kernel import ids
from vault.kernel.addresses import Place, PostalAddress
from vault.operators.model import Operator


def by_id(venue_id: str, _operator: Callable[[], Operator]) -> Steps:
    """The venue with this id."""
    return __.V(venue_id).has_label(Label.VENUE)


def by_external_id(external_id: str, _operator: Callable[[], Operator]) -> Steps:
    """The venues with this external id, of every operator."""
    return __.V().has(Label.VENUE, Prop.EXTERNAL_VENUE_ID, external_id)


def view(venue: Steps, _body: object = None) -> Steps:
    """A venue and its operator."""
    return venue.project("vertex", "operator").by(__.element_map()).by(__.out(Edge.BELONGS_TO).id_().fold())


def add(operator_id: str, venue_id: str, address: PostalAddress, place: Place, **properties: object) -> list[Steps]:
    """A new venue of an operator; fails where the id is taken."""
    return [
        new_vertex(Label.VENUE, venue_id, **address_of(address), **place_of(place), **properties),
        new_edge(venue_id, Edge.BELONGS_TO, operator_id, ids.edge_id(venue_id, Edge.BELONGS_TO, operator_id)),
    ]


def address_of(address: PostalAddress) -> dict[str, str]:
    """An address as properties."""
    return {
        Prop.ADDRESS_LINE_1: address.line1,
        Prop.ADDRESS_LINE_2: address.line2,
        Prop.ADDRESS_LINE_3: address.line3,
        Prop.CITY: address.city,
        Prop.STATE: address.state,
        Prop.COUNTRY: address.country,
        Prop.POSTAL_CODE: address.postal_code,
    }


def place_of(place: Place) -> dict[str, object]:
    """A place as properties."""
    return {Prop.LATITUDE: place.latitude, Prop.LONGITUDE: place.longitude, Prop.TIME_ZONE: place.time_zone}
