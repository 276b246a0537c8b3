"""Lookup of the terms that hold at a venue."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.terms import queries
from vault.terms.model import VenueTerms
from vault.venues.references import VENUE

VENUE_TERMS = Lookup(
    finders=VENUE.finders,
    view=queries.venue_with_terms,
    build=VenueTerms.from_row,
    not_found_error=VENUE.not_found_error,
)

VenueTermsRef = Annotated[VenueTerms, VENUE_TERMS]
