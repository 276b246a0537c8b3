"""A venue as answers show it, under the wire's names."""

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
