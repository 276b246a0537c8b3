"""Lookups of persons who sign in, set a password or are sent a code."""

from typing import Annotated

from vault.callers.references import Lookup, Reference
from vault.graph.schema import Row
from vault.graph.steps import Steps
from vault.keys.model import KeyHolder
from vault.keys.references import KEY_HOLDER
from vault.people import queries as people
from vault.people.model import Subscriber
from vault.people.references import PERSON
from vault.venues.model import Venue
from vault.venues.references import VENUE

PERSON_FIELDS = ("email_address", "phone_number", "subscriber_token")


def _person_with_homes(person: Steps, _body: object = None) -> Steps:
    return people.person_with_venues(person, homes=people.home_venues().dedup().id_().fold())


def _resident_from_row(row: Row) -> Subscriber:
    """A person whose `venue_ids` are those where they live, not those where they work."""
    return Subscriber.from_row({**row, "venues": row["homes"]})


RESIDENT = Lookup(
    finders=PERSON.finders, view=_person_with_homes, build=_resident_from_row, not_found_error=PERSON.not_found_error
)

SigningInRef = Annotated[
    Subscriber | None,
    Reference(
        PERSON,
        by=PERSON_FIELDS,
        required=False,
        documented=PERSON_FIELDS[:1],
        may_be_new=True,
        any_venue=True,
        first_only=True,
    ),
]
"""A person, or None; responses must not reveal which."""
AcceptingTermsRef = Annotated[
    KeyHolder | None,
    Reference(
        KEY_HOLDER,
        by=PERSON_FIELDS,
        required=False,
        documented=PERSON_FIELDS[:1],
        may_be_new=True,
        any_venue=True,
        first_only=True,
    ),
]
PasswordResetRef = Annotated[
    KeyHolder | None, Reference(KEY_HOLDER, by=("subscriber_token",), may_be_new=True, any_venue=True)
]
CodeRecipientRef = Annotated[
    Subscriber, Reference(PERSON, by=("subscriber_token", "email_address", "phone_number"), first_only=True)
]
ResidentRef = Annotated[Subscriber, Reference(RESIDENT, by=PERSON_FIELDS, first_only=True)]
ContextVenueRef = Annotated[Venue, Reference(VENUE, by=("venue_id",), any_venue=True)]
"""The venue of a session, any of the operator's."""
