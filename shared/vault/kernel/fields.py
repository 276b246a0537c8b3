"""Request field types that many models share: sanitized lines of text, URLs, names."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from vault.kernel.constrained_text import Constraints, constrained_text
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldInvalid, Kind
from vault.kernel.generated_secrets import (
    MAX_USER_PART,
    PASSPHRASE_PATTERN,
    USER_PART_PATTERN,
    KeyTextInvalid,
    validate_passphrase,
)
from vault.kernel.sanitize import TextInvalid, TextTooLong, sanitize_plain_text

REMOVE = " "
MAX_URL = 512
KEY_TEXT = f"^{USER_PART_PATTERN.pattern}$"
KEY = f"^{PASSPHRASE_PATTERN.pattern}$"


class UrlInvalid(DomainError):
    code = ErrorCode.URL_INVALID
    kind = Kind.INVALID


def _text_line(most: int) -> Constraints:
    return constrained_text(lambda text: sanitize_plain_text(text, most), TextInvalid, TextTooLong, maxLength=most)


def _removable_line(most: int) -> Constraints:

    def clean_unless_space(text: str) -> str:
        return REMOVE if text.isspace() else sanitize_plain_text(text, most)

    return constrained_text(clean_unless_space, TextInvalid, TextTooLong, maxLength=most)


def _non_empty_line(most: int) -> Constraints:

    def clean_non_empty(text: str) -> str:
        if found := sanitize_plain_text(text, most):
            return found
        raise FieldInvalid

    return constrained_text(clean_non_empty, TextInvalid, TextTooLong, minLength=1, maxLength=most)


def _validate_url(text: str) -> str:
    parts = urlsplit(text) if text.isprintable() and len(text) <= MAX_URL else None
    if text.strip() and not (parts and parts.scheme in {"http", "https"} and parts.hostname and " " not in text):
        raise UrlInvalid
    return text.strip()


def _validate_url_unless_space(text: str) -> str:
    return REMOVE if text.isspace() else _validate_url(text)


def _validate_https_url_unless_space(text: str) -> str:
    url = _validate_url_unless_space(text)
    if url.strip() and urlsplit(url).scheme != "https":
        raise UrlInvalid
    return url


def _secret_line(most: int) -> Constraints:
    """As it is entered: a secret is never trimmed, nor taken for markup."""

    def check_secret(secret: str) -> str:
        if not secret.isprintable():
            raise TextInvalid
        if len(secret) > most:
            raise TextTooLong(most=most)
        return REMOVE if secret.isspace() else secret

    return constrained_text(check_secret, TextInvalid, TextTooLong, maxLength=most)


def user_part_validator(least: int, most: int) -> Callable[[str], str]:
    """Return a check for what begins a Wi-Fi passphrase; the check raises KeyTextInvalid."""

    def validate(text: str) -> str:
        if not (least <= len(text) <= most and USER_PART_PATTERN.fullmatch(text)):
            raise KeyTextInvalid
        return text

    return validate


UserPart = Annotated[
    str,
    *constrained_text(
        user_part_validator(1, MAX_USER_PART), KeyTextInvalid, minLength=1, maxLength=MAX_USER_PART, pattern=KEY_TEXT
    ),
]
AnyUserPart = Annotated[
    str,
    *constrained_text(user_part_validator(0, MAX_USER_PART), KeyTextInvalid, maxLength=MAX_USER_PART, pattern=KEY_TEXT),
]
NewPassword = Annotated[
    str, *constrained_text(validate_passphrase, KeyTextInvalid, minLength=8, maxLength=63, pattern=KEY)
]
"""A password that also becomes the person's Wi-Fi passphrase."""
Url = Annotated[str, *constrained_text(_validate_url, UrlInvalid, maxLength=MAX_URL, pattern=r"^(\s*|https?://\S+)$")]
UrlOrRemoved = Annotated[
    str, *constrained_text(_validate_url_unless_space, UrlInvalid, maxLength=MAX_URL, pattern=r"^(\s*|https?://\S+)$")
]
HttpsUrlOrRemoved = Annotated[
    str,
    *constrained_text(_validate_https_url_unless_space, UrlInvalid, maxLength=MAX_URL, pattern=r"^(\s*|https://\S+)$"),
]
Secret256 = Annotated[str, *_secret_line(256)]
Line6OrRemoved = Annotated[str, *_removable_line(6)]
Line20OrRemoved = Annotated[str, *_removable_line(20)]
Line40OrRemoved = Annotated[str, *_removable_line(40)]
Line64OrRemoved = Annotated[str, *_removable_line(64)]
Line256OrRemoved = Annotated[str, *_removable_line(256)]
Line500OrRemoved = Annotated[str, *_removable_line(500)]
Name40 = Annotated[str, *_non_empty_line(40)]
Name256 = Annotated[str, *_non_empty_line(256)]
Name512 = Annotated[str, *_non_empty_line(512)]
Line20 = Annotated[str, *_text_line(20)]
Line40 = Annotated[str, *_text_line(40)]
Line64 = Annotated[str, *_text_line(64)]
Line100 = Annotated[str, *_text_line(100)]
Line256 = Annotated[str, *_text_line(256)]
Line1000 = Annotated[str, *_text_line(1000)]
Line500 = Annotated[str, *_text_line(500)]
PostalCode = Annotated[str, *_text_line(10)]
