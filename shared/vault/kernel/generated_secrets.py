"""Random texts that people read and type: Wi-Fi tokens, passwords, codes and keys."""

import functools
import hashlib
import hmac
import importlib.resources
import math
import re
import secrets

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind

MAX_WORD_LENGTH = 6
SUFFIX_LENGTH = 6
MAX_USER_PART = 40
# Neither look-alikes (0 o 1 l i) nor vowels: six characters spell no word.
READABLE_CHARACTERS = "bcdfghjkmnpqrstvwxyz23456789"
PASSWORD_CHARACTERS = READABLE_CHARACTERS + "BCDFGHJKMNPQRSTVWXYZ"
CODE_CHARACTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
PASSWORD_LENGTH = 12
CODE_LENGTH = 8
EXCLUDED_WORDS = frozenset(
    {"fetal", "gag", "groin", "junkie", "opium", "ovary", "poison", "slimy", "stinky", "thong", "womb"}
)
PASSPHRASE_PATTERN = re.compile(r"[!-~]{8,63}")
USER_PART_PATTERN = re.compile(r"[!-~]*")
GENERATED_PASSPHRASE_PATTERN = re.compile(rf"[a-z]+-[a-z]+-[{READABLE_CHARACTERS}]{{{SUFFIX_LENGTH}}}")


class KeyTextInvalid(DomainError):
    """A Wi-Fi key, or the user's part of one, that a device could not be given."""

    code = ErrorCode.KEY_TEXT_INVALID
    kind = Kind.INVALID


@functools.cache
def load_words() -> tuple[str, ...]:
    """The English words of a token: at most 6 letters, from the EFF's long word list for passphrases."""
    listed = importlib.resources.files("xkcdpass").joinpath("static", "eff-long").read_text(encoding="ascii")
    return tuple(
        word
        for word in listed.split()
        if len(word) <= MAX_WORD_LENGTH and word.isalpha() and word not in EXCLUDED_WORDS
    )


def token_entropy_bits() -> float:
    """The entropy of a Wi-Fi token in bits: two words and six characters."""
    return math.log2(_token_count())


def generate_wifi_token() -> str:
    """Two words and six characters of [a-z2-9], parted by "-", at most 20 in all, over 50 bits."""
    return _format_token(secrets.randbelow(_token_count()))


def derive_subscriber_token(key: bytes, *parts: str) -> str:
    """A text of a Wi-Fi token's form, derived by HMAC-SHA256 from the parts: the same key and parts, the same token."""
    encoded = [part.encode() for part in ("subscriber_token", *parts)]
    message = b"".join(len(part).to_bytes(4) + part for part in encoded)
    return _format_token(int.from_bytes(hmac.digest(key, message, hashlib.sha256)))


def generate_temporary_password() -> str:
    """12 readable characters, a small letter, a capital and a digit among them: 66 bits less 1."""
    while True:
        password = _random_characters(PASSWORD_CHARACTERS, PASSWORD_LENGTH)
        if all(re.search(kind, password) for kind in ("[a-z]", "[A-Z]", "[0-9]")):
            return password


def generate_reset_code() -> str:
    """8 capitals and digits that are not mistaken for each other: 38 bits, for use with an expiry and few attempts."""
    return _random_characters(CODE_CHARACTERS, CODE_LENGTH)


def generate_passphrase(user_part: str | None) -> str:
    """A new Wi-Fi key: the user's part (at most 40 of [!-~]) and a fresh token; KeyTextInvalid."""
    part = user_part or ""
    if len(part) > MAX_USER_PART or not USER_PART_PATTERN.fullmatch(part):
        raise KeyTextInvalid
    return validate_passphrase(part + generate_wifi_token())


def is_generated_passphrase(passphrase: str, user_part: str | None) -> bool:
    """Whether `key_text` may have made a text of this user's part."""
    part = user_part or ""
    return (
        passphrase.startswith(part)
        and GENERATED_PASSPHRASE_PATTERN.fullmatch(passphrase.removeprefix(part)) is not None
    )


def validate_passphrase(passphrase: str) -> str:
    """The text, if it may be a WPA passphrase: 8 to 63 characters of [!-~]; KeyTextInvalid."""
    if not PASSPHRASE_PATTERN.fullmatch(passphrase):
        raise KeyTextInvalid
    return passphrase


def _token_count() -> int:
    suffixes: int = len(READABLE_CHARACTERS) ** SUFFIX_LENGTH
    return len(load_words()) * len(load_words()) * suffixes


def _format_token(number: int) -> str:
    rest, first = divmod(number, len(load_words()))
    rest, second = divmod(rest, len(load_words()))
    suffix = ""
    for _ in range(SUFFIX_LENGTH):
        rest, index = divmod(rest, len(READABLE_CHARACTERS))
        suffix += READABLE_CHARACTERS[index]
    return f"{load_words()[first]}-{load_words()[second]}-{suffix}"


def _random_characters(characters: str, count: int) -> str:
    return "".join(secrets.choice(characters) for _ in range(count))
