"""Lookups of residents, and of the places that they move into, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup, Reference
from vault.people.model import PersonNotFound
from vault.people.references import NAMING_FIELDS, PERSON
from vault.subscribers import queries
from vault.subscribers.model import MoveInTarget, Resident
from vault.units import queries as units
from vault.units.model import UnitNotFound
from vault.venues import queries as venues
from vault.venues.model import VenueNotFound

RESIDENT = Lookup(
    finders=PERSON.finders, view=queries.resident, build=Resident.from_row, not_found_error=PersonNotFound
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
    build=MoveInTarget.from_row,
    not_found_error=VenueNotFound,
)

NewResidentRef = Annotated[
    Resident | None,
    Reference(RESIDENT, by=NAMING_FIELDS, may_be_new=True, existing_only=("subscriber_token",), any_venue=True),
]
"""A person of the operator, or None for a new one; a SubscriberToken must be known."""
NewResidentByEmailRef = Annotated[
    Resident | None,
    Reference(
        RESIDENT,
        by=("email_address", "subscriber_token"),
        may_be_new=True,
        existing_only=("subscriber_token",),
        any_venue=True,
    ),
]
KnownResidentRef = Annotated[
    Resident,
    Reference(
        RESIDENT_WITH_DEVICES, by=("subscriber_token", "email_address", "phone_number", "external_subscriber_id")
    ),
]
ResidentByEmailRef = Annotated[
    Resident | None, Reference(RESIDENT, by=("email_address",), may_be_new=True, any_venue=True)
]
TargetAtUnitRef = Annotated[MoveInTarget, Reference(TARGET_AT_UNIT, by=("unit_id_internal",))]
TargetAtVenueRef = Annotated[MoveInTarget, Reference(TARGET_AT_VENUE, by=("venue_id",))]
