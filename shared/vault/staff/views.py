"""Staff in responses."""

from vault.kernel.json_types import JsonObject
from vault.kernel.wire import Wire
from vault.people.model import NewPerson


class AppointedView(Wire):
    """A person as requested; of somebody already known, nothing more is disclosed."""

    subscriber_token: str
    email_address: str
    given_name: str
    family_name: str
    locale: str


def appointed_fields(token: str, new: NewPerson) -> JsonObject:
    return {
        "subscriber_token": token,
        "email_address": new.email,
        "given_name": new.given_name,
        "family_name": new.family_name,
        "locale": new.locale,
    }
