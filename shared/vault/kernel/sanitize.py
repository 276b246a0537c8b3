"""Make text from users safe to store and to display."""

import html
import unicodedata

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind

MAX_UNESCAPE_PASSES = 5
TAGS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "b", "i", "u", "blockquote",
    "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}
LINE_CHARACTERS = frozenset("\t\n\r")


class TextInvalid(DomainError):
    """Control characters, broken Unicode or nested markup."""

    code = ErrorCode.TEXT_INVALID
    kind = Kind.INVALID


class TextTooLong(DomainError):
    code = ErrorCode.TEXT_TOO_LONG
    kind = Kind.INVALID


def sanitize_plain_text(text: str, most: int, *, lines: bool = False) -> str:
    """Strip HTML tags and surrounding white space. Raises TextInvalid, TextTooLong.

    Line breaks and tabs need `lines`. The result must still be escaped where it is displayed.
    """
    _refuse_too_long(text, most, room=9 * most + 1000)
    _refuse_control_characters(text, LINE_CHARACTERS if lines else frozenset())
    stripped = _strip_tags(text).strip()
    _refuse_control_characters(stripped, LINE_CHARACTERS if lines else frozenset())
    _refuse_too_long(stripped, most)
    return stripped


def sanitize_html(markup: str, most: int) -> str:
    """Keep headings, paragraphs, lists, emphasis, tables and absolute links. Raises TextInvalid, TextTooLong."""
    import nh3

    _refuse_too_long(markup, most)
    _refuse_control_characters(markup, LINE_CHARACTERS)
    cleaned = nh3.clean(
        markup, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, url_relative="deny", link_rel="noopener"
    ).strip()
    _refuse_too_long(cleaned, most)
    return cleaned


def _strip_tags(text: str) -> str:
    # An escaped tag becomes a tag when it is unescaped, hence the repetition.
    for _ in range(MAX_UNESCAPE_PASSES):
        if "<" not in html.unescape(text):
            return text
        import nh3

        stripped = html.unescape(nh3.clean(text, tags=set()))
        if stripped == text:
            return text
        text = stripped
    raise TextInvalid


def _refuse_control_characters(text: str, allowed: frozenset[str]) -> None:
    if any(unicodedata.category(character) in {"Cc", "Cs"} and character not in allowed for character in text):
        raise TextInvalid


def _refuse_too_long(text: str, most: int, *, room: int = 0) -> None:
    if len(text) > most + room:
        raise TextTooLong(most=most)
