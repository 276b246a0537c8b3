"""Normalize e-mail addresses, phone numbers and personal names to the form that is stored."""

import re
import unicodedata
from typing import Annotated

from vault.kernel import gazetteer
from vault.kernel.constrained_text import Constraints, constrained_text
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind

MAX_EMAIL = 254
MAX_PHONE = 40
NAME_CHARACTERS = frozenset(" '\u2019.,-\u2010\u2011\u00b7\u200c\u200d")
NATIONAL_NUMBER = re.compile(r"[\d\s().\-/]{4,40}")


class EmailAddressInvalid(DomainError):
    code = ErrorCode.EMAIL_ADDRESS_INVALID
    kind = Kind.INVALID


class PhoneNumberInvalid(DomainError):
    code = ErrorCode.PHONE_NUMBER_INVALID
    kind = Kind.INVALID


class PersonNameInvalid(DomainError):
    code = ErrorCode.PERSON_NAME_INVALID
    kind = Kind.INVALID


def normalize_email(text: str) -> str:
    """Lower-case an e-mail address, its domain in Unicode, without DNS look-up. Raises EmailAddressInvalid.

    Quoted, commented and non-ASCII local parts are refused, because few mail servers deliver to them.
    """
    from email_validator import EmailNotValidError, validate_email

    if len(text) > MAX_EMAIL + 2:
        raise EmailAddressInvalid
    try:
        valid = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
    except (EmailNotValidError, UnicodeError):
        raise EmailAddressInvalid from None
    return valid.normalized.lower()


def normalize_phone_number(text: str, region: str | None) -> str:
    """Return E.164; `region` (ISO 3166-1, 2 or 3 letters) is for national numbers. Raises PhoneNumberInvalid."""
    import phonenumbers

    if len(text) > MAX_PHONE:
        raise PhoneNumberInvalid
    try:
        number = phonenumbers.parse(text, _to_alpha_2(region))
    except phonenumbers.NumberParseException:
        raise PhoneNumberInvalid from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneNumberInvalid
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalize_person_name(text: str, most: int) -> str:
    """Return the name in Unicode NFC, trimmed, with single spaces. Raises PersonNameInvalid."""
    name = unicodedata.normalize("NFC", re.sub(r"[ \u00a0]+", " ", text)).strip()
    allowed = all(character in NAME_CHARACTERS or _unicode_category(character) in "LMN" for character in name)
    if not (allowed and len(name) <= most and any(_unicode_category(character) == "L" for character in name)):
        raise PersonNameInvalid(most=most)
    return name


def _unicode_category(character: str) -> str:
    return unicodedata.category(character)[0]


def _to_alpha_2(region: str | None) -> str | None:
    if region is None or len(region) != len("USA"):
        return region.upper() if region else None
    country = gazetteer.find_country(region.upper())
    return country.alpha_2 if country else None


def _validate_phone_field(text: str) -> str:
    # Only the handler knows the country of a national number.
    number = text.strip()
    return number if NATIONAL_NUMBER.fullmatch(number) else normalize_phone_number(number, None)


def _person_name_constraints(most: int) -> Constraints:
    return constrained_text(
        lambda text: normalize_person_name(text, most), PersonNameInvalid, minLength=1, maxLength=most
    )


EmailAddress = Annotated[
    str, *constrained_text(normalize_email, EmailAddressInvalid, format="email", maxLength=MAX_EMAIL)
]
PhoneNumber = Annotated[str, *constrained_text(_validate_phone_field, PhoneNumberInvalid, maxLength=MAX_PHONE)]
PersonName40 = Annotated[str, *_person_name_constraints(40)]
PersonName50 = Annotated[str, *_person_name_constraints(50)]
