"""Make an operator's HTML safe for mails: formatting, images and links, but no scripts, forms or foreign positions."""

import html
import re
import secrets
from typing import Literal

from vault.kernel.sanitize import ATTRIBUTES, SCHEMES, TAGS
from vault.notifications.language import PartKind, TemplateFault, TemplatePart, parse, write_tag

MAIL_TAGS = TAGS | {"center", "code", "div", "font", "img", "pre", "small", "span"}
LAYOUT_ATTRIBUTES = {"align", "bgcolor", "height", "style", "valign", "width"}
MAIL_ATTRIBUTES = {
    **ATTRIBUTES,
    "*": LAYOUT_ATTRIBUTES,
    "font": {"color", "face", "size"},
    "img": {"src", "alt"},
    "table": {"border", "cellpadding", "cellspacing", "role"},
}
STYLES = {
    "background", "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left",
    "border-radius", "border-right", "border-spacing", "border-top", "color", "display", "font", "font-family",
    "font-size", "font-style", "font-weight", "height", "letter-spacing", "line-height", "list-style-type", "margin",
    "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "min-width", "padding",
    "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align", "text-decoration",
    "text-transform", "vertical-align", "white-space", "width",
}  # fmt: skip
UNSHOWN_TAGS = {"script", "style", "title"}
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
END_OF_LINE = re.compile(r"<br>|</(?:p|div|tr|li|h[1-6]|table|pre|blockquote)>")
BLANK_LINES = re.compile(r"\n\s*\n\s*")


def sanitize_mail(rendered: str) -> str:
    """HTML with all values in place; links and images with a relative address lose it."""
    return COMMENT.sub("", _clean(rendered, "deny"))


def sanitize_template(source: str) -> str:
    """Sanitize HTML whose tags of the template language stay where they are. Raises TemplateFault.

    A tag in an attribute is a word meanwhile, and a condition a comment, which may stand between the rows of a table.
    """
    nonce, parts = secrets.token_hex(8), parse(source)
    marks = {
        _mark(part, f"v{nonce}n{number}n"): part for number, part in enumerate(parts) if part.kind is not PartKind.TEXT
    }
    names = {id(part): mark for mark, part in marks.items()}
    cleaned = _clean("".join(names.get(id(part), part.text) for part in parts), "pass_through")
    cleaned = COMMENT.sub(lambda found: found[0] if found[0] in marks else "", cleaned)
    for mark, part in marks.items():
        if part.kind is not PartKind.VARIABLE and mark not in cleaned:
            raise TemplateFault(part.line)
        cleaned = cleaned.replace(mark, write_tag(part))
    return cleaned.strip()


def _mark(part: TemplatePart, word: str) -> str:
    return word if part.kind is PartKind.VARIABLE else f"<!--{word}-->"


def _clean(markup: str, url_relative: Literal["deny", "pass_through"]) -> str:
    import nh3

    return nh3.clean(
        markup,
        tags=MAIL_TAGS,
        clean_content_tags=UNSHOWN_TAGS,
        attributes=MAIL_ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative=url_relative,
        filter_style_properties=STYLES,
        strip_comments=False,
        link_rel="noopener",
    )


def to_plain_text(markup: str) -> str:
    """The words of sanitized HTML; a link's address follows it."""
    import nh3

    lines = END_OF_LINE.sub("\n", LINK.sub(r"\2 (\1)", " ".join(markup.split())))
    words = html.unescape(nh3.clean(lines, tags=set()))
    stripped = "\n".join(line.strip() for line in words.splitlines())
    return BLANK_LINES.sub("\n\n", stripped).strip() + "\n"
