"""Random texts that people read and type: Wi-Fi tokens, passwords, codes and passphrases."""

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
    """A Wi-Fi passphrase, or its user part, of a wrong length or with characters outside [!-~]."""

    code = ErrorCode.KEY_TEXT_INVALID
    kind = Kind.INVALID


@functools.cache
def load_words() -> tuple[str, ...]:
    """English words of at most 6 letters, from the EFF's long word list for passphrases."""
    listed = importlib.resources.files("xkcdpass").joinpath("static", "eff-long").read_text(encoding="ascii")
    return tuple(
        word
        for word in listed.split()
        if len(word) <= MAX_WORD_LENGTH and word.isalpha() and word not in EXCLUDED_WORDS
    )


def token_entropy_bits() -> float:
    return math.log2(_token_count())


def generate_wifi_token() -> str:
    """Two words and six characters of [a-z2-9], joined by "-": at most 20 characters, over 50 bits of entropy."""
    return _format_token(secrets.randbelow(_token_count()))


def derive_subscriber_token(key: bytes, *parts: str) -> str:
    """Derive a text of a Wi-Fi token's form by HMAC-SHA256: the same key and parts give the same token."""
    encoded = [part.encode() for part in ("subscriber_token", *parts)]
    message = b"".join(len(part).to_bytes(4) + part for part in encoded)
    return _format_token(int.from_bytes(hmac.digest(key, message, hashlib.sha256)))


def generate_temporary_password() -> str:
    """12 readable characters, among them a small letter, a capital and a digit: 65 bits of entropy."""
    while True:
        password = _random_characters(PASSWORD_CHARACTERS, PASSWORD_LENGTH)
        if all(re.search(kind, password) for kind in ("[a-z]", "[A-Z]", "[0-9]")):
            return password


def generate_reset_code() -> str:
    """8 unambiguous capitals and digits: 38 bits, for use with an expiry and few attempts."""
    return _random_characters(CODE_CHARACTERS, CODE_LENGTH)


def generate_passphrase(user_part: str | None) -> str:
    """Join the user part (at most 40 of [!-~]) and a new Wi-Fi token. Raises KeyTextInvalid."""
    part = user_part or ""
    if len(part) > MAX_USER_PART or not USER_PART_PATTERN.fullmatch(part):
        raise KeyTextInvalid
    return validate_passphrase(part + generate_wifi_token())


def is_generated_passphrase(passphrase: str, user_part: str | None) -> bool:
    part = user_part or ""
    return (
        passphrase.startswith(part)
        and GENERATED_PASSPHRASE_PATTERN.fullmatch(passphrase.removeprefix(part)) is not None
    )


def validate_passphrase(passphrase: str) -> str:
    """Return the passphrase if it has 8 to 63 characters of [!-~]. Raises KeyTextInvalid."""
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
