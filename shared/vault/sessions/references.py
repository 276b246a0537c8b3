"""Lookups of persons who sign in, set a password or are sent a code."""

from typing import Annotated

from vault.callers.references import ME, Lookup, Naming
from vault.graph.schema import Edge, Row
from vault.graph.steps import Steps, __
from vault.people import queries as people
from vault.people.model import PersonWithNumbers, Subscriber
from vault.people.references import CONTACT_FIELDS, PERSON


def _person_with_homes(person: Steps) -> Steps:
    return people.person_with_venues(person, homes=people.home_venues().dedup().id_().fold())


def _resident_from_row(row: Row) -> Subscriber:
    """A person whose `venue_ids` are those where they live, not those where they work."""
    return Subscriber.from_row({**row, "venues": row["homes"]})


SUBSCRIBER_WITH_HOMES = Lookup(
    finders=PERSON.finders, view=_person_with_homes, build=_resident_from_row, not_found_error=PERSON.not_found_error
)


def _person_alone(person: Steps) -> Steps:
    return (
        person.project("vertex", "operator", "unconfirmed")
        .by(__.element_map())
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out(Edge.UNCONFIRMED_AT).id_().fold())
    )


def _person_from_row(row: Row) -> Subscriber:
    return Subscriber.from_row({**row, "venues": ()})


SIGNING_IN_PERSON = Lookup(
    finders=PERSON.finders, view=_person_alone, build=_person_from_row, not_found_error=PERSON.not_found_error
)
"""Reads little more for somebody than for nobody: neither homes nor keys."""

SigningInRef = Annotated[Subscriber, SIGNING_IN_PERSON]
OWN_NUMBERS = Lookup(
    finders={ME: people.by_token},
    view=people.person_with_identities,
    build=PersonWithNumbers.from_row,
    not_found_error=PERSON.not_found_error,
)

OwnNumbersRef = Annotated[PersonWithNumbers, OWN_NUMBERS]
SubscriberWithHomesRef = Annotated[Subscriber, SUBSCRIBER_WITH_HOMES]
SIGNING_IN = Naming(by=CONTACT_FIELDS, documented=CONTACT_FIELDS[:1], may_be_new=True, any_venue=True, first_only=True)
"""A person, or None; responses must not reveal which."""
