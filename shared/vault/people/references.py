"""How requests name a person."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.people import queries
from vault.people.model import PersonNotFound, Subscriber

PERSON = Kind(
    find={
        "subscriber_token": queries.by_token,
        "email_address": queries.by_email,
        "administrator": queries.by_email,
        "staff_email_address": queries.by_email,
        "phone_number": queries.by_phone,
        "external_subscriber_id": queries.by_external_id,
    },
    view=queries.view,
    value=Subscriber.of,
    missing=PersonNotFound,
)
ANY_OF = ("email_address", "phone_number", "subscriber_token")

SubscriberRef = Annotated[Subscriber, Reference(PERSON, by=("subscriber_token",))]
PersonRef = Annotated[Subscriber, Reference(PERSON, by=ANY_OF, documented=())]
KnownOrNewRef = Annotated[
    Subscriber | None, Reference(PERSON, by=ANY_OF, required=False, may_be_new=True, anywhere=True)
]
"""Somebody of the operator, or somebody who is about to be."""
