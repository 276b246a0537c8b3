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

LONGEST_WORD = 6
TAIL = 6
MOST_USER_PART = 40
# Neither look-alikes (0 o 1 l i) nor vowels: six characters spell no word.
READABLE = "bcdfghjkmnpqrstvwxyz23456789"
PASSWORD_CHARACTERS = READABLE + "BCDFGHJKMNPQRSTVWXYZ"
CODE_CHARACTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
PASSWORD_LENGTH = 12
CODE_LENGTH = 8
UNWELCOME = frozenset(
    {"fetal", "gag", "groin", "junkie", "opium", "ovary", "poison", "slimy", "stinky", "thong", "womb"}
)
KEY_TEXT = re.compile(r"[!-~]{8,63}")
USER_PART = re.compile(r"[!-~]*")
MADE = re.compile(rf"[a-z]+-[a-z]+-[{READABLE}]{{{TAIL}}}")


class KeyTextInvalid(DomainError):
    """A Wi-Fi key, or the user's part of one, that a device could not be given."""

    code = ErrorCode.KEY_TEXT_INVALID
    kind = Kind.INVALID


@functools.cache
def words() -> tuple[str, ...]:
    """The English words of a token: at most 6 letters, from the EFF's long word list for passphrases."""
    listed = importlib.resources.files("xkcdpass").joinpath("static", "eff-long").read_text(encoding="ascii")
    return tuple(
        word for word in listed.split() if len(word) <= LONGEST_WORD and word.isalpha() and word not in UNWELCOME
    )


def token_bits() -> float:
    """The entropy of a Wi-Fi token in bits: two words and six characters."""
    return math.log2(_token_count())


def wifi_token() -> str:
    """Two words and six characters of [a-z2-9], parted by "-", at most 20 in all, over 50 bits."""
    return _token(secrets.randbelow(_token_count()))


def subscriber_token(key: bytes, *parts: str) -> str:
    """A text of a Wi-Fi token's form, derived by HMAC-SHA256 from the parts: the same key and parts, the same token."""
    encoded = [part.encode() for part in ("subscriber_token", *parts)]
    message = b"".join(len(part).to_bytes(4) + part for part in encoded)
    return _token(int.from_bytes(hmac.digest(key, message, hashlib.sha256)))


def temporary_password() -> str:
    """12 readable characters, a small letter, a capital and a digit among them: 66 bits less 1."""
    while True:
        password = _drawn(PASSWORD_CHARACTERS, PASSWORD_LENGTH)
        if all(re.search(kind, password) for kind in ("[a-z]", "[A-Z]", "[0-9]")):
            return password


def reset_code() -> str:
    """8 capitals and digits that are not mistaken for each other: 38 bits, for use with an expiry and few attempts."""
    return _drawn(CODE_CHARACTERS, CODE_LENGTH)


def key_text(user_part: str | None) -> str:
    """A new Wi-Fi key: the user's part (at most 40 of [!-~]) and a fresh token; KeyTextInvalid."""
    part = user_part or ""
    if len(part) > MOST_USER_PART or not USER_PART.fullmatch(part):
        raise KeyTextInvalid
    return acceptable_key(part + wifi_token())


def is_key_text(text: str, user_part: str | None) -> bool:
    """Whether `key_text` may have made a text of this user's part."""
    part = user_part or ""
    return text.startswith(part) and MADE.fullmatch(text.removeprefix(part)) is not None


def acceptable_key(text: str) -> str:
    """The text, if it may be a WPA passphrase: 8 to 63 characters of [!-~]; KeyTextInvalid."""
    if not KEY_TEXT.fullmatch(text):
        raise KeyTextInvalid
    return text


def _token_count() -> int:
    tails: int = len(READABLE) ** TAIL
    return len(words()) * len(words()) * tails


def _token(number: int) -> str:
    rest, first = divmod(number, len(words()))
    rest, second = divmod(rest, len(words()))
    tail = ""
    for _ in range(TAIL):
        rest, index = divmod(rest, len(READABLE))
        tail += READABLE[index]
    return f"{words()[first]}-{words()[second]}-{tail}"


def _drawn(characters: str, count: int) -> str:
    return "".join(secrets.choice(characters) for _ in range(count))
