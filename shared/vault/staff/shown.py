"""Staff as answers show them."""

from typing import Any

from vault.kernel.wire import Wire
from vault.people.model import NewPerson


class Appointed(Wire):
    """A person as they were asked for; no more is told of somebody who was known already."""

    subscriber_token: str
    email_address: str
    given_name: str
    family_name: str
    locale: str


def appointed(token: str, asked: NewPerson) -> dict[str, Any]:
    """The person by Python name."""
    return {
        "subscriber_token": token,
        "email_address": asked.email,
        "given_name": asked.given_name,
        "family_name": asked.family_name,
        "locale": asked.locale,
    }
