"""Lookups of units, and of venues that get one, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup, Reference
from vault.units import queries, unit_keypools
from vault.units.model import Unit, UnitNotFound, VenueForNewUnit, VenueWithUnits
from vault.units.unit_keypools import UnitWithKeypools
from vault.venues import queries as venues
from vault.venues.model import VenueNotFound

UNIT = Lookup(
    finders={"unit_id_internal": queries.by_id}, view=queries.view, build=Unit.from_row, not_found_error=UnitNotFound
)
UNIT_WITH_KEYPOOLS = Lookup(
    finders=UNIT.finders, view=unit_keypools.view, build=UnitWithKeypools.from_row, not_found_error=UnitNotFound
)
VENUE_FOR_NEW_UNIT = Lookup(
    finders={"venue_id": venues.by_id, "external_venue_id": venues.by_external_id},
    view=queries.venue_for_new_unit,
    build=VenueForNewUnit.from_row,
    not_found_error=VenueNotFound,
)
VENUE_WITH_UNITS = Lookup(
    finders=VENUE_FOR_NEW_UNIT.finders,
    view=queries.venue_with_units,
    build=VenueWithUnits.from_row,
    not_found_error=VenueNotFound,
)

UnitRef = Annotated[Unit, Reference(UNIT, by=("unit_id_internal",))]
UnitWithKeypoolsRef = Annotated[UnitWithKeypools, Reference(UNIT_WITH_KEYPOOLS, by=("unit_id_internal",))]
VenueForNewUnitRef = Annotated[VenueForNewUnit, Reference(VENUE_FOR_NEW_UNIT, by=("venue_id", "external_venue_id"))]
VenueWithUnitsRef = Annotated[
    VenueWithUnits, Reference(VENUE_WITH_UNITS, by=("venue_id", "external_venue_id"), documented=())
]
