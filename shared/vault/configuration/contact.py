"""The contact of a venue, a person, and the support address and number that are published."""

from typing import Annotated

from vault.configuration.group import Settings
from vault.configuration.setting import Setting
from vault.graph.schema import Prop
from vault.kernel.constrained_text import constrained_text
from vault.kernel.contact import EmailAddress, PhoneNumber, normalize_phone_number
from vault.kernel.message_keys import Message
from vault.kernel.sanitize import TextInvalid, TextTooLong, sanitize_plain_text
from vault.kernel.vocabulary import wire_name

MAX_NAME = 40
MAX_ENTERED = 1000
"""Of a name before it is cut."""


def _cut_name(text: str) -> str:
    return sanitize_plain_text(text, MAX_ENTERED)[:MAX_NAME].rstrip()


def _contact(prop: str, message: Message | None = Message.FIELD_SET_TO) -> Setting:
    return Setting(prop, message, is_personal=True)


def _support(prop: str, name: str) -> Setting:
    return Setting(prop, Message.FIELD_SET_TO, label=wire_name(name))


CutName = Annotated[str, *constrained_text(_cut_name, TextInvalid, TextTooLong, maxLength=MAX_NAME)]
"""A longer one is cut."""


class ContactSettings(Settings):
    """Address and number are also the venue's support address and number."""

    primary_contact_given_name: Annotated[CutName | None, _contact(Prop.CONTACT_GIVEN_NAME)] = None
    primary_contact_family_name: Annotated[CutName | None, _contact(Prop.CONTACT_FAMILY_NAME)] = None
    primary_contact_email_address: Annotated[
        EmailAddress | None,
        _contact(Prop.CONTACT_EMAIL, message=None),
        _support(Prop.SUPPORT_EMAIL, "support_email_address"),
    ] = None
    primary_contact_phone_number: Annotated[
        PhoneNumber | None,
        _contact(Prop.CONTACT_PHONE, message=None),
        _support(Prop.SUPPORT_PHONE, "support_phone_number"),
    ] = None

    def normalize_phone(self, country: str) -> None:
        """Put a national number of a country (ISO 3166-1) into the international form. Raises PhoneNumberInvalid."""
        if self.primary_contact_phone_number:
            self.primary_contact_phone_number = normalize_phone_number(self.primary_contact_phone_number, country)
