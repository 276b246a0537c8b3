"""E-mail addresses, phone numbers and names of people, each in the one form that is stored."""

import re
import unicodedata
from typing import Annotated

from vault.kernel import gazetteer
from vault.kernel.checked import Marks, checked
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind

MOST_EMAIL = 254
MOST_PHONE = 40
NAME_CHARACTERS = frozenset(" '\u2019.,-\u2010\u2011\u00b7\u200c\u200d")
NATIONAL_NUMBER = re.compile(r"[\d\s().\-/]{4,40}")


class EmailAddressInvalid(DomainError):
    """A text that is no deliverable e-mail address."""

    code = ErrorCode.EMAIL_ADDRESS_INVALID
    kind = Kind.INVALID


class PhoneNumberInvalid(DomainError):
    """A phone number that no numbering plan knows."""

    code = ErrorCode.PHONE_NUMBER_INVALID
    kind = Kind.INVALID


class PersonNameInvalid(DomainError):
    """A text that cannot be a person's name, or is too long for one."""

    code = ErrorCode.PERSON_NAME_INVALID
    kind = Kind.INVALID


def email_address(text: str) -> str:
    """The address in lower case, a domain in its own script; EmailAddressInvalid.

    Looks nothing up. A quoted, commented or non-ASCII local part is refused, because few mail servers deliver to it.
    """
    from email_validator import EmailNotValidError, validate_email

    if len(text) > MOST_EMAIL + 2:
        raise EmailAddressInvalid
    try:
        valid = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
    except (EmailNotValidError, UnicodeError):
        raise EmailAddressInvalid from None
    return valid.normalized.lower()


def phone_number(text: str, region: str | None) -> str:
    """The number in E.164; PhoneNumberInvalid.

    A national number needs its region, an ISO 3166-1 code of two or three letters; an extension is refused.
    """
    import phonenumbers

    if len(text) > MOST_PHONE:
        raise PhoneNumberInvalid
    try:
        number = phonenumbers.parse(text, _two_letters(region))
    except phonenumbers.NumberParseException:
        raise PhoneNumberInvalid from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneNumberInvalid
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def person_name(text: str, most: int) -> str:
    """The name in Unicode NFC, trimmed, inner spaces single, at most so many characters; PersonNameInvalid.

    Letters, marks and digits of any script, apostrophes, hyphens, joiners, commas, full stops and spaces.
    """
    name = unicodedata.normalize("NFC", re.sub(r"[ \u00a0]+", " ", text)).strip()
    allowed = all(character in NAME_CHARACTERS or _category(character) in "LMN" for character in name)
    if not (allowed and len(name) <= most and any(_category(character) == "L" for character in name)):
        raise PersonNameInvalid(most=most)
    return name


def _category(character: str) -> str:
    return unicodedata.category(character)[0]


def _two_letters(region: str | None) -> str | None:
    if region is None or len(region) != len("USA"):
        return region.upper() if region else None
    country = gazetteer.country(region.upper())
    return country.alpha_2 if country else None


def _phone_field(text: str) -> str:
    # Only the handler knows the country of a national number.
    number = text.strip()
    return number if NATIONAL_NUMBER.fullmatch(number) else phone_number(number, None)


def _name_field(most: int) -> Marks:
    return checked(lambda text: person_name(text, most), PersonNameInvalid, minLength=1, maxLength=most)


EmailAddress = Annotated[str, *checked(email_address, EmailAddressInvalid, format="email", maxLength=MOST_EMAIL)]
PhoneNumber = Annotated[str, *checked(_phone_field, PhoneNumberInvalid, maxLength=MOST_PHONE)]
PersonName40 = Annotated[str, *_name_field(40)]
PersonName50 = Annotated[str, *_name_field(50)]
