"""How requests name a person who signs in, sets a password or is sent a code."""

from collections.abc import Mapping
from typing import Annotated, Any

from vault.callers.references import Kind, Reference
from vault.graph.steps import Steps
from vault.keys.model import KeyHolder
from vault.keys.references import KEY_HOLDER
from vault.people import queries as people
from vault.people.model import Subscriber
from vault.people.references import PERSON
from vault.venues.model import Venue
from vault.venues.references import VENUE

WHO = ("email_address", "phone_number", "subscriber_token")


def resident_view(person: Steps, _body: object = None) -> Steps:
    """A person, and where they live."""
    return people.seen(person, homes=people.lived_at().dedup().id_().fold())


def resident(row: Mapping[str, Any]) -> Subscriber:
    """A person whose venues are those where they live; where they work does not count."""
    return Subscriber.of({**row, "venues": row["homes"]})


RESIDENT = Kind(find=PERSON.find, view=resident_view, value=resident, missing=PERSON.missing)

WhoSignsInRef = Annotated[
    Subscriber | None,
    Reference(PERSON, by=WHO, required=False, documented=WHO[:1], may_be_new=True, anywhere=True, first_only=True),
]
"""Somebody, or nobody, which the answer must not tell apart."""
WhoAcceptsRef = Annotated[
    KeyHolder | None,
    Reference(KEY_HOLDER, by=WHO, required=False, documented=WHO[:1], may_be_new=True, anywhere=True, first_only=True),
]
WhoResetsRef = Annotated[
    KeyHolder | None, Reference(KEY_HOLDER, by=("subscriber_token",), may_be_new=True, anywhere=True)
]
WhoIsSentRef = Annotated[
    Subscriber, Reference(PERSON, by=("subscriber_token", "email_address", "phone_number"), first_only=True)
]
ResidentRef = Annotated[Subscriber, Reference(RESIDENT, by=WHO, first_only=True)]
ContextVenueRef = Annotated[Venue, Reference(VENUE, by=("venue_id",), anywhere=True)]
"""The venue at which somebody is signed in: any of the operator's."""
