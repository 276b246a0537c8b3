"""How requests name a resident, or somebody who is about to be one, and the home."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.people.model import PersonNotFound
from vault.people.references import ANY_OF, PERSON
from vault.subscribers import queries
from vault.subscribers.model import Home, Resident
from vault.units import queries as units
from vault.units.model import UnitNotFound
from vault.venues import queries as venues
from vault.venues.model import VenueNotFound

RESIDENT = Kind(find=PERSON.find, view=queries.resident, value=Resident.of, missing=PersonNotFound)
SEEN = Kind(find=PERSON.find, view=queries.resident_with_devices, value=Resident.of, missing=PersonNotFound)
HOME_AT_UNIT = Kind(
    find={"unit_id_internal": units.by_id}, view=queries.home_at_unit, value=Home.of, missing=UnitNotFound
)
HOME_AT_VENUE = Kind(find={"venue_id": venues.by_id}, view=queries.home_at_venue, value=Home.of, missing=VenueNotFound)

NewResidentRef = Annotated[
    Resident | None,
    Reference(RESIDENT, by=ANY_OF, may_be_new=True, known=("subscriber_token",), anywhere=True),
]
"""Somebody of the operator, or somebody who is about to be; a SubscriberToken names only who is there."""
NewResidentByEmailRef = Annotated[
    Resident | None,
    Reference(
        RESIDENT, by=("email_address", "subscriber_token"), may_be_new=True, known=("subscriber_token",), anywhere=True
    ),
]
KnownResidentRef = Annotated[
    Resident,
    Reference(SEEN, by=("subscriber_token", "email_address", "phone_number", "external_subscriber_id")),
]
ResidentByEmailRef = Annotated[
    Resident | None, Reference(RESIDENT, by=("email_address",), may_be_new=True, anywhere=True)
]
HomeAtUnitRef = Annotated[Home, Reference(HOME_AT_UNIT, by=("unit_id_internal",))]
HomeAtVenueRef = Annotated[Home, Reference(HOME_AT_VENUE, by=("venue_id",))]
