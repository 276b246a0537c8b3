"""A venue in the wire format."""

from collections.abc import Mapping

from vault.kernel.fields import REMOVE
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, text
from vault.kernel.time import from_epoch_ms, to_wire
from vault.kernel.vocabulary import wire_name
from vault.venues.model import Venue


def to_wire_address(venue: Venue) -> dict[str, str]:
    return {
        wire_name("address_line_1"): venue.address_line_1,
        wire_name("address_line_2"): venue.address_line_2,
        wire_name("address_line_3"): venue.address_line_3,
        wire_name("city"): venue.city,
        wire_name("state"): venue.state,
        wire_name("postal_code"): venue.postal_code,
        wire_name("country_iso3166_a3"): venue.country,
    }


def to_wire_location(venue: Venue) -> dict[str, object]:
    return {
        wire_name("time_zone"): venue.time_zone,
        wire_name("latitude"): venue.latitude,
        wire_name("longitude"): venue.longitude,
    }


def to_wire_venue(venue: Venue) -> dict[str, object]:
    return {
        wire_name("venue_id"): venue.id,
        wire_name("venue_name"): venue.name,
        **to_wire_address(venue),
        **to_wire_location(venue),
        wire_name("external_venue_id"): venue.external_id or "",
        wire_name("date_added_iso"): to_wire(from_epoch_ms(venue.added_at)),
        wire_name("shopping_cart_enabled"): venue.shopping_cart,
    }


def updates_message(changes: Mapping[str, str]) -> JoinedTexts:
    parts = [
        text(Message.FIELD_REMOVED, field=wire_name(name))
        if value == REMOVE
        else text(Message.FIELD_SET, field=wire_name(name), value=value)
        for name, value in changes.items()
    ]
    return JoinedTexts(tuple(parts) or (text(Message.NOTHING_UPDATED),))
