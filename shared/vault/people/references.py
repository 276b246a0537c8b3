"""Request fields that name a person."""

from typing import Annotated

from vault.callers.references import Lookup
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
CONTACT_FIELDS = ("email_address", "phone_number", "subscriber_token")

SubscriberRef = Annotated[Subscriber, PERSON]
