"""The language of own templates: what is read, what is refused, and what rendering may cost."""

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.notifications.language import MAX_TAGS, TemplateFault, parse, render, write_tag

VALUES = {"Name": "Zoë", "Empty": ""}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Hello {{ Name }}!", "Hello Zoë!"),
        ("{{Name}}{{  Name  }}", "ZoëZoë"),
        ("{% if Name %}a{% endif %}{% if Empty %}b{% endif %}c", "ac"),
        ("{% if Name %}{% if Empty %}x{{ Name }}{% endif %}y{% endif %}", "y"),
        ("{% if Empty %}{% if Name %}x{% endif %}y{% endif %}z", "z"),
        ("{ Name } }} %} 100%", "{ Name } }} %} 100%"),
        ("{{ Unknown }}.", "."),
    ],
)
def test_a_template_says_its_values(source: str, said: str) -> None:
    assert render(parse(source), VALUES, str) == said


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("{{ 'a' * 10**9 }}", 1),
        ("one\n{{ Name.__class__ }}", 2),
        ("{{ Name|upper }}", 1),
        ("{{ Name() }}", 1),
        ("\n\n{% for x in Name %}", 3),
        ("{% set x = 1 %}", 1),
        ("{# hidden #}", 1),
        ("{% if not Name %}x{% endif %}", 1),
        ("x\n{% endif %}", 2),
        ("{% if Name %}\nx\n", 3),
        ("a\n{{ Name", 2),
        ("{{ " + "x" * 41 + " }}", 1),
        ("{{ Name }}" * (MAX_TAGS + 1), 1),
    ],
)
def test_anything_else_in_braces_is_refused_with_its_line(source: str, line: int) -> None:
    with pytest.raises(TemplateFault) as refused:
        parse(source)

    assert refused.value.line == line


def test_a_value_is_not_read_as_a_template_and_is_escaped() -> None:
    said = render(parse("<p>{{ Name }}</p>"), {"Name": "{{ Code }}<b>"}, html.escape)

    assert said == "<p>{{ Code }}&lt;b&gt;</p>"


def fault_of(source: str) -> int | None:
    """The line with which a text is refused; None where it is read."""
    try:
        parse(source)
    except TemplateFault as fault:
        return fault.line
    return None


@given(st.text(st.sampled_from("{}% #Name if endif\n\t"), max_size=300))
def test_any_text_is_read_or_refused_at_one_of_its_lines(source: str) -> None:
    line = fault_of(source)

    assert line is None or 1 <= line <= 1 + source.count("\n")


@given(st.lists(st.sampled_from(["a", "{ ", "\n", "{{ Name }}", "{% if Name %}b{% endif %}"])))
def test_what_is_read_is_written_again(pieces: list[str]) -> None:
    parts = parse("".join(pieces))

    assert parse("".join(map(write_tag, parts))) == parts


@pytest.mark.parametrize(
    "hostile", ["{{" + " " * 50_000, "{{ " * 30_000, "{% if " * 15_000, "{%" + "\t" * 90_000 + "if"]
)
def test_hostile_texts_are_refused_quickly(hostile: str) -> None:
    begun = time.monotonic()

    with pytest.raises(TemplateFault):
        parse(hostile)

    assert time.monotonic() - begun < 1
