"""A person as answers show them, by Python name."""

from typing import Any

from vault.people.model import Profile, Subscriber


def profile(known: Profile) -> dict[str, Any]:
    """Who a person is: what Cognito knows of them."""
    return {
        "subscriber_token": known.token,
        "email_address": known.email,
        "given_name": known.given_name,
        "family_name": known.family_name,
        "phone_number_e164": known.phone,
    }


def preferences(person: Subscriber) -> dict[str, Any]:
    """How a person is reached."""
    return {"locale": person.locale, "contactpref_sms": person.by_sms, "contactpref_email": person.by_email}
