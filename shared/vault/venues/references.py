"""Request fields that name a venue."""

from typing import Annotated

from vault.callers.references import Lookup, Naming
from vault.venues import queries
from vault.venues.model import Venue, VenueNotFound

VENUE = Lookup(
    finders={"venue_id": queries.by_id, "external_venue_id": queries.by_external_id},
    view=queries.view,
    build=Venue.from_row,
    not_found_error=VenueNotFound,
)

VenueRef = Annotated[Venue, VENUE]
ANY_VENUE = Naming(any_venue=True)
"""A venue of the operator, whichever venues the caller's roles are at."""
VENUE_FIELDS = ("venue_id", "external_venue_id")
