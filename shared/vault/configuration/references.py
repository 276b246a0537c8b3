"""Request fields that name a thing whose settings change or are read."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.configuration.model import ConfiguredVenue
from vault.venues import queries
from vault.venues.references import VENUE

CONFIGURED_VENUE = Lookup(
    finders={"venue_id": queries.by_id},
    view=queries.view,
    build=ConfiguredVenue.from_row,
    not_found_error=VENUE.not_found_error,
)


ConfiguredVenueRef = Annotated[ConfiguredVenue, CONFIGURED_VENUE]
