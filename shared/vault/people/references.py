"""Request fields that name a person."""

from typing import Annotated

from vault.callers.references import Lookup, Reference
from vault.people import queries
from vault.people.model import PersonNotFound, Subscriber

PERSON = Lookup(
    finders={
        "subscriber_token": queries.by_token,
        "email_address": queries.by_email,
        "administrator": queries.by_email,
        "staff_email_address": queries.by_email,
        "phone_number": queries.by_phone,
        "external_subscriber_id": queries.by_external_id,
    },
    view=queries.view,
    build=Subscriber.from_row,
    not_found_error=PersonNotFound,
)
NAMING_FIELDS = ("email_address", "phone_number", "subscriber_token")

SubscriberRef = Annotated[Subscriber, Reference(PERSON, by=("subscriber_token",))]
PersonRef = Annotated[Subscriber, Reference(PERSON, by=NAMING_FIELDS, documented=())]
KnownOrNewRef = Annotated[
    Subscriber | None, Reference(PERSON, by=NAMING_FIELDS, required=False, may_be_new=True, any_venue=True)
]
"""A person of the operator, or one about to be added."""
