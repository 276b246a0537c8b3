"""Lookups of residents, and of the places that they move into, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.people import queries as people
from vault.people.model import PersonNotFound
from vault.people.references import PERSON
from vault.subscribers import queries
from vault.subscribers.model import MoveInTarget, Resident
from vault.units import queries as units
from vault.units.model import UnitNotFound
from vault.venues import queries as venues
from vault.venues.model import VenueNotFound

RESIDENT = Lookup(
    finders=PERSON.finders, view=queries.resident, build=Resident.from_row, not_found_error=PersonNotFound
)
RESIDENT_TO_ADD = Lookup(
    finders={**PERSON.finders, "phone_number": people.by_held_phone},
    view=queries.resident,
    build=Resident.from_row,
    not_found_error=PersonNotFound,
    any_venue=True,  # also makes it another lookup than RESIDENT: two that differ in their finders alone are equal
)
RESIDENT_WITH_DEVICES = Lookup(
    finders=PERSON.finders, view=queries.resident_with_devices, build=Resident.from_row, not_found_error=PersonNotFound
)
TARGET_AT_UNIT = Lookup(
    finders={"unit_id_internal": units.by_id},
    view=queries.target_at_unit,
    build=MoveInTarget.from_row,
    not_found_error=UnitNotFound,
)
TARGET_AT_VENUE = Lookup(
    finders={"venue_id": venues.by_id},
    view=queries.target_at_venue,
    wants=queries.MoveInRequest,
    texts=("venue_id",),
    build=MoveInTarget.from_row,
    not_found_error=VenueNotFound,
)

ResidentRef = Annotated[Resident, RESIDENT]
ResidentToAddRef = Annotated[Resident, RESIDENT_TO_ADD]
ResidentWithDevicesRef = Annotated[Resident, RESIDENT_WITH_DEVICES]
TargetAtUnitRef = Annotated[MoveInTarget, TARGET_AT_UNIT]
TargetAtVenueRef = Annotated[MoveInTarget, TARGET_AT_VENUE]
