"""A person as response fields, by Python name."""

from vault.kernel.json_types import JsonObject
from vault.people.model import Profile, Subscriber


def profile_fields(person: Profile) -> JsonObject:
    return {
        "subscriber_token": person.token,
        "email_address": person.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "phone_number_e164": person.phone,
    }


def preference_fields(person: Subscriber) -> JsonObject:
    return {"locale": person.locale, "contactpref_sms": person.by_sms, "contactpref_email": person.by_email}
