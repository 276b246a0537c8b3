"""The language of templates: `{{ Variable }}`, `{% if Variable %}` and `{% endif %}`, nothing else.

Neither loops nor expressions: what a template takes to render is bounded by its length and its values.
"""

import enum
import re
from collections.abc import Callable, Iterator, Mapping

from vault.kernel.values import value

MAX_TAGS = 300
TAG = re.compile(
    r"\{\{\s{0,9}(?P<variable>\w{1,40})\s{0,9}\}\}"
    r"|\{%\s{0,9}if\s{1,9}(?P<condition>\w{1,40})\s{0,9}%\}"
    r"|\{%\s{0,9}(?P<end>endif)\s{0,9}%\}"
)
OPENING = re.compile(r"\{[{%#]")


class PartKind(enum.StrEnum):
    """Of a part; a tag's is the name of its group in TAG."""

    TEXT = "text"
    VARIABLE = "variable"
    CONDITION = "condition"
    END = "end"


@value
class TemplatePart:
    """Literal text, or a tag with the name of its variable."""

    kind: PartKind
    text: str
    line: int


class TemplateFault(Exception):
    """The template is not of the language from this line on."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


def parse(source: str) -> list[TemplatePart]:
    """Raises TemplateFault."""
    parts = list(_split(source))
    depth = 0
    for part in parts:
        depth += (part.kind is PartKind.CONDITION) - (part.kind is PartKind.END)
        if depth < 0 or (part.kind is PartKind.TEXT and OPENING.search(part.text)):
            raise TemplateFault(part.line + _line_of_opening(part.text))
    if depth or sum(part.kind is not PartKind.TEXT for part in parts) > MAX_TAGS:
        raise TemplateFault(1 + source.count("\n"))
    return parts


def _split(source: str) -> Iterator[TemplatePart]:
    position, line = 0, 1
    for found in TAG.finditer(source):
        literal = source[position : found.start()]
        yield TemplatePart(PartKind.TEXT, literal, line)
        line += literal.count("\n")
        kind = PartKind(str(found.lastgroup))
        yield TemplatePart(kind, found[kind], line)
        line += found[0].count("\n")
        position = found.end()
    yield TemplatePart(PartKind.TEXT, source[position:], line)


def _line_of_opening(text: str) -> int:
    opening = OPENING.search(text)
    return text.count("\n", 0, opening.start()) if opening else 0


def render(parts: list[TemplatePart], values: Mapping[str, str], escape: Callable[[str], str]) -> str:
    """Fill in the values once; a value is never read as a template. One that is missing is empty."""
    written, conditions = list[str](), list[bool]()
    for part in parts:
        if part.kind is PartKind.CONDITION:
            conditions.append(bool(values.get(part.text)))
        elif part.kind is PartKind.END:
            conditions.pop()
        elif all(conditions):
            is_text = part.kind is PartKind.TEXT
            written.append(part.text if is_text else escape(values.get(part.text, "")))
    return "".join(written)


def write_tag(part: TemplatePart) -> str:
    """A part in the language, as `parse` reads it."""
    forms = {
        PartKind.VARIABLE: f"{{{{ {part.text} }}}}",
        PartKind.CONDITION: f"{{% if {part.text} %}}",
        PartKind.END: "{% endif %}",
    }
    return forms.get(part.kind, part.text)
