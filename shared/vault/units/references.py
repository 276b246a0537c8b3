"""Lookups of units, and of venues that get one, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.units import queries, unit_keypools
from vault.units.model import Unit, UnitNotFound, VenueForNewUnit, VenueWithBuildings, VenueWithUnits
from vault.units.unit_keypools import UnitWithKeypools
from vault.venues import queries as venues
from vault.venues.model import VenueNotFound

UNIT = Lookup(
    finders={"unit_id_internal": queries.by_id, "primary_unit_id_internal": queries.by_id},
    view=queries.view,
    build=Unit.from_row,
    not_found_error=UnitNotFound,
)
UNIT_AT_VENUE = Lookup(
    finders={"unit_id_internal": queries.by_id, "external_venue_unit_id": queries.by_external_id},
    view=queries.view_at_venue,
    optional_texts=("external_venue_id", "external_venue_unit_id", "venue_id"),
    build=Unit.from_row,
    not_found_error=UnitNotFound,
)
UNIT_WITH_KEYPOOLS = Lookup(
    finders=UNIT.finders, view=unit_keypools.view, build=UnitWithKeypools.from_row, not_found_error=UnitNotFound
)
VENUE_FOR_NEW_UNIT = Lookup(
    finders={"venue_id": venues.by_id, "external_venue_id": venues.by_external_id},
    view=queries.venue_for_new_unit,
    wants=queries.NewUnitRequest,
    texts=("venue_id",),
    build=VenueForNewUnit.from_row,
    not_found_error=VenueNotFound,
)
VENUE_WITH_UNITS = Lookup(
    finders=VENUE_FOR_NEW_UNIT.finders,
    view=queries.venue_with_units,
    build=VenueWithUnits.from_row,
    not_found_error=VenueNotFound,
)
VENUE_WITH_BUILDINGS = Lookup(
    finders=VENUE_FOR_NEW_UNIT.finders,
    view=queries.venue_with_buildings,
    build=VenueWithBuildings.from_row,
    not_found_error=VenueNotFound,
)

UnitRef = Annotated[Unit, UNIT]
UnitAtVenueRef = Annotated[Unit, UNIT_AT_VENUE]
UnitWithKeypoolsRef = Annotated[UnitWithKeypools, UNIT_WITH_KEYPOOLS]
VenueForNewUnitRef = Annotated[VenueForNewUnit, VENUE_FOR_NEW_UNIT]
VenueWithUnitsRef = Annotated[VenueWithUnits, VENUE_WITH_UNITS]
VenueWithBuildingsRef = Annotated[VenueWithBuildings, VENUE_WITH_BUILDINGS]
