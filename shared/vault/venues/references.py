"""Request fields that name a venue."""

from typing import Annotated

from vault.callers.references import Lookup, Reference
from vault.venues import queries
from vault.venues.model import Venue, VenueNotFound

VENUE = Lookup(
    finders={"venue_id": queries.by_id, "external_venue_id": queries.by_external_id},
    view=queries.view,
    build=Venue.from_row,
    not_found_error=VenueNotFound,
)

VenueRef = Annotated[Venue, Reference(VENUE, by=("venue_id",))]
OptionalVenueRef = Annotated[Venue | None, Reference(VENUE, by=("venue_id",), required=False)]
VenueOrExternalRef = Annotated[Venue, Reference(VENUE, by=("venue_id", "external_venue_id"), documented=())]
AnyVenueRef = Annotated[Venue, Reference(VENUE, by=("venue_id",), any_venue=True)]
"""A venue of the operator, whichever venues the caller's roles are at."""
AnyOptionalVenueRef = Annotated[Venue | None, Reference(VENUE, by=("venue_id",), required=False, any_venue=True)]
