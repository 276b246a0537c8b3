"""Types of request fields that many models share: cleaned lines of text, and choices."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from vault.kernel.checked import Marks, checked
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldInvalid, Kind
from vault.kernel.sanitise import TextInvalid, TextTooLong, plain_text
from vault.kernel.tokens import MOST_USER_PART, USER_PART, KeyTextInvalid, acceptable_key

REMOVE = " "
MOST_URL = 512


class UrlInvalid(DomainError):
    """A text that is no address of the web."""

    code = ErrorCode.URL_INVALID
    kind = Kind.INVALID


def line(most: int) -> Marks:
    """A line that is trimmed, its tags taken out, and refused where it is too long."""
    return checked(lambda text: plain_text(text, most), TextInvalid, TextTooLong, maxLength=most)


def removable(most: int) -> Marks:
    """The same, but a single space is kept, which asks for removal."""

    def kept(text: str) -> str:
        return REMOVE if text.isspace() else plain_text(text, most)

    return checked(kept, TextInvalid, TextTooLong, maxLength=most)


def name(most: int) -> Marks:
    """A line of which something is left when it has been cleaned."""

    def filled(text: str) -> str:
        if found := plain_text(text, most):
            return found
        raise FieldInvalid

    return checked(filled, TextInvalid, TextTooLong, minLength=1, maxLength=most)


def web_address(text: str) -> str:
    """An http or https URL as it is, or nothing, which asks for removal. Raises UrlInvalid."""
    parts = urlsplit(text) if text.isprintable() and len(text) <= MOST_URL else None
    if text.strip() and not (parts and parts.scheme in {"http", "https"} and parts.hostname and " " not in text):
        raise UrlInvalid
    return text.strip()


def beginning(least: int, most: int) -> Callable[[str], str]:
    """What may begin a Wi-Fi key, in so many characters; without any, all of the key is made. Raises KeyTextInvalid."""

    def held(text: str) -> str:
        if not (least <= len(text) <= most and USER_PART.fullmatch(text)):
            raise KeyTextInvalid
        return text

    return held


UserPart = Annotated[str, *checked(beginning(1, MOST_USER_PART), KeyTextInvalid, minLength=1, maxLength=MOST_USER_PART)]
AnyUserPart = Annotated[str, *checked(beginning(0, MOST_USER_PART), KeyTextInvalid, maxLength=MOST_USER_PART)]
NewPassword = Annotated[str, *checked(acceptable_key, KeyTextInvalid, minLength=8, maxLength=63)]
"""A password that becomes the key of its person."""
Url = Annotated[str, *checked(web_address, UrlInvalid, maxLength=MOST_URL)]
Line6OrRemoved = Annotated[str, *removable(6)]
Line40OrRemoved = Annotated[str, *removable(40)]
Line64OrRemoved = Annotated[str, *removable(64)]
Name40 = Annotated[str, *name(40)]
Name256 = Annotated[str, *name(256)]
Line20 = Annotated[str, *line(20)]
Line40 = Annotated[str, *line(40)]
Line64 = Annotated[str, *line(64)]
Line100 = Annotated[str, *line(100)]
Line256 = Annotated[str, *line(256)]
PostalCode = Annotated[str, *line(10)]
