"""A venue as answers show it, under the wire's names."""

from collections.abc import Mapping

from vault.kernel.fields import REMOVE
from vault.kernel.message_keys import Message
from vault.kernel.messages import Texts, text
from vault.kernel.time import from_epoch_ms, to_wire
from vault.kernel.vocabulary import wire
from vault.venues.model import Venue


def address(venue: Venue) -> dict[str, str]:
    """The postal address; the country as ISO 3166-1 alpha-3."""
    return {
        wire("address_line_1"): venue.line1,
        wire("address_line_2"): venue.line2,
        wire("address_line_3"): venue.line3,
        wire("city"): venue.city,
        wire("state"): venue.state,
        wire("postal_code"): venue.postal_code,
        wire("country_iso3166_a3"): venue.country,
    }


def network(venue: Venue) -> dict[str, object]:
    """Where the venue is, and its clock."""
    return {
        wire("time_zone"): venue.time_zone,
        wire("latitude"): venue.latitude,
        wire("longitude"): venue.longitude,
    }


def identity(venue: Venue) -> dict[str, object]:
    """What a venue is called, where it is, and since when it is known."""
    return {
        wire("venue_id"): venue.id,
        wire("venue_name"): venue.name,
        **address(venue),
        **network(venue),
        wire("external_venue_id"): venue.external_id or "",
        wire("date_added_iso"): to_wire(from_epoch_ms(venue.added_at)),
        wire("shopping_cart_enabled"): venue.shopping_cart,
    }


def updates(changes: Mapping[str, str]) -> Texts:
    """What became of each field of a venue that was to change, by Python name in the documented order."""
    parts = [
        text(Message.FIELD_REMOVED, field=wire(name))
        if value == REMOVE
        else text(Message.FIELD_SET, field=wire(name), value=value)
        for name, value in changes.items()
    ]
    return Texts(tuple(parts) or (text(Message.NOTHING_UPDATED),))
