"""People in responses."""

from typing import Protocol, Self

from vault.kernel.person_text import PersonText
from vault.kernel.wire import Wire
from vault.people.model import Profile


class ProfileView(Wire):
    """What Cognito knows of a person."""

    subscriber_token: str
    email_address: PersonText
    given_name: PersonText
    family_name: PersonText
    phone_number_e164: PersonText

    @classmethod
    def from_profile(cls, profile: Profile) -> Self:
        return cls.from_value(
            profile, subscriber_token=profile.token, email_address=profile.email, phone_number_e164=profile.phone
        )


class _Preferences(Protocol):
    @property
    def locale(self) -> str:
        """The language of messages."""

    @property
    def by_sms(self) -> bool:
        """Whether messages are sent by SMS."""

    @property
    def by_email(self) -> bool:
        """Whether messages are sent by e-mail."""


class PreferencesView(Wire):
    locale: str
    contactpref_sms: bool
    contactpref_email: bool

    @classmethod
    def from_preferences(cls, person: _Preferences) -> Self:
        return cls.from_value(person, contactpref_sms=person.by_sms, contactpref_email=person.by_email)
