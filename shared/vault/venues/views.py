"""Venues in responses."""

from typing import Self

from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.wire import Wire
from vault.venues.model import Venue


class AddressView(Wire):
    address_line_1: str
    address_line_2: str
    address_line_3: str
    city: str
    state: str
    postal_code: str
    country_iso3166_a3: str

    @classmethod
    def from_venue(cls, venue: Venue) -> Self:
        return cls.from_value(venue, country_iso3166_a3=venue.country)


class LocationView(Wire):
    """Coordinates in degrees, and an IANA time zone."""

    time_zone: str
    latitude: float
    longitude: float


class VenueSummary(Wire):
    venue_id: str
    venue_name: str

    @classmethod
    def from_venue(cls, venue: Venue) -> Self:
        return cls.from_value(venue, venue_name=venue.name)


class VenueView(AddressView, LocationView):
    venue_id: str
    venue_name: str
    external_venue_id: str
    date_added_iso: Instant
    shopping_cart_enabled: bool

    @classmethod
    def from_venue(cls, venue: Venue, *more: object) -> Self:
        """`more` has what a subclass adds."""
        return cls.from_value(
            *more,
            venue,
            venue_name=venue.name,
            country_iso3166_a3=venue.country,
            external_venue_id=venue.external_id or "",
            date_added_iso=from_epoch_ms(venue.added_at),
            shopping_cart_enabled=venue.shopping_cart,
        )
