"""Types of request fields that many models share: cleaned lines of text, and choices."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from vault.kernel.errors import DomainError, FieldInvalid, Kind, Refuses
from vault.kernel.sanitise import TextInvalid, TextTooLong, plain_text
from vault.kernel.tokens import MOST_USER_PART, USER_PART, KeyTextInvalid, acceptable_key

REMOVE = " "
MOST_URL = 512


class UrlInvalid(DomainError):
    """A text that is no address of the web."""

    kind = Kind.INVALID


def cleaned(most: int) -> Callable[[str], str]:
    """What trims a line, takes its tags out and refuses it where it is too long."""

    def clean(text: str) -> str:
        try:
            return plain_text(text, most)
        except DomainError as error:
            raise PydanticCustomError(error.code, "not a line of text", {"most": most}) from None

    return clean


def removable(most: int) -> Callable[[str], str]:
    """What cleans a line, but keeps a single space, which asks for removal."""
    clean = cleaned(most)

    def kept(text: str) -> str:
        return REMOVE if text.isspace() else clean(text)

    return kept


def filled(text: str) -> str:
    """A text of which something is left."""
    if not text:
        raise PydanticCustomError(FieldInvalid.__name__, "nothing")
    return text


def web_address(text: str) -> str:
    """An http or https URL as it is, or nothing, which asks for removal."""
    parts = urlsplit(text) if text.isprintable() and len(text) <= MOST_URL else None
    if text.strip() and not (parts and parts.scheme in {"http", "https"} and parts.hostname and " " not in text):
        raise PydanticCustomError(UrlInvalid.__name__, "not a URL")
    return text.strip()


def password(text: str) -> str:
    """A password that may be a Wi-Fi key."""
    try:
        return acceptable_key(text)
    except DomainError as error:
        raise PydanticCustomError(error.code, "not a password that may be a key") from None


def user_part(text: str) -> str:
    """A text that may begin a Wi-Fi key."""
    if not text:
        raise PydanticCustomError(KeyTextInvalid.__name__, "not the user's part of a key")
    return any_user_part(text)


def any_user_part(text: str) -> str:
    """A text that may begin a Wi-Fi key, or nothing, for one that is made altogether."""
    if len(text) > MOST_USER_PART or not USER_PART.fullmatch(text):
        raise PydanticCustomError(KeyTextInvalid.__name__, "not the user's part of a key")
    return text


UNCLEAN = Refuses(TextInvalid, TextTooLong)
UserPart = Annotated[
    str,
    AfterValidator(user_part),
    Refuses(KeyTextInvalid),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MOST_USER_PART}),
]
AnyUserPart = Annotated[
    str,
    AfterValidator(any_user_part),
    Refuses(KeyTextInvalid),
    WithJsonSchema({"type": "string", "maxLength": MOST_USER_PART}),
]
NewPassword = Annotated[
    str,
    AfterValidator(password),
    Refuses(KeyTextInvalid),
    WithJsonSchema({"type": "string", "minLength": 8, "maxLength": 63}),
]
"""A password that becomes the key of its person."""
Url = Annotated[
    str, AfterValidator(web_address), Refuses(UrlInvalid), WithJsonSchema({"type": "string", "maxLength": MOST_URL})
]
Line6OrRemoved = Annotated[
    str, AfterValidator(removable(6)), UNCLEAN, WithJsonSchema({"type": "string", "maxLength": 6})
]
Line40OrRemoved = Annotated[
    str, AfterValidator(removable(40)), UNCLEAN, WithJsonSchema({"type": "string", "maxLength": 40})
]
Line64OrRemoved = Annotated[
    str, AfterValidator(removable(64)), UNCLEAN, WithJsonSchema({"type": "string", "maxLength": 64})
]
Name40 = Annotated[
    str,
    AfterValidator(cleaned(40)),
    AfterValidator(filled),
    UNCLEAN,
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 40}),
]
"""A line of which something is left when it has been cleaned."""
Name256 = Annotated[
    str,
    AfterValidator(cleaned(256)),
    AfterValidator(filled),
    UNCLEAN,
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 256}),
]
Line20 = Annotated[str, AfterValidator(cleaned(20)), UNCLEAN, WithJsonSchema({"type": "string", "maxLength": 20})]
Line40 = Annotated[str, AfterValidator(cleaned(40)), UNCLEAN, WithJsonSchema({"type": "string", "maxLength": 40})]
Line64 = Annotated[str, AfterValidator(cleaned(64)), UNCLEAN, WithJsonSchema({"type": "string", "maxLength": 64})]
Line100 = Annotated[str, AfterValidator(cleaned(100)), UNCLEAN, WithJsonSchema({"type": "string", "maxLength": 100})]
Line256 = Annotated[str, AfterValidator(cleaned(256)), UNCLEAN, WithJsonSchema({"type": "string", "maxLength": 256})]
PostalCode = Annotated[str, AfterValidator(cleaned(10)), UNCLEAN, WithJsonSchema({"type": "string", "maxLength": 10})]
