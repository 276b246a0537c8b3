"""Sanitizing texts."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.kernel.sanitize import TextInvalid, TextTooLong, sanitize_html, sanitize_plain_text

NESTED = "".join("&" + "amp;" * depth + "lt;b&" + "amp;" * depth + "gt;" for depth in range(9))
MARKUP = st.text("<>/&;ltgscriptonad \"'=:javh#x3c") | st.text()


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  Sunset Apartments ", "Sunset Apartments"),
        ("Smith & Sons", "Smith & Sons"),
        ("R&copy=1", "R&copy=1"),
        ("<b>Sunset</b> Towers", "Sunset Towers"),
        ("a<script>alert(1)</script>b", "ab"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Towers", "Towers"),
        ("3 < 4 > 2", "3 < 4 > 2"),
        ("<img src=x onerror=alert(1)>Towers", "Towers"),
        ("Ñandú 北京 👋🏽", "Ñandú 北京 👋🏽"),
        ("<p>AT&amp;T</p>", "AT&T"),
        ("", ""),
    ],
)
def test_a_plain_text_keeps_its_words_and_loses_its_tags(text: str, stored: str) -> None:
    assert sanitize_plain_text(text, 40) == stored


@given(MARKUP)
@settings(deadline=None)
def test_a_plain_text_is_clean_for_good(text: str) -> None:
    try:
        stored = sanitize_plain_text(text, 200)
    except (TextInvalid, TextTooLong):
        return

    assert not re.search(r"<([a-zA-Z!?]|/.)", stored, re.DOTALL)
    assert sanitize_plain_text(stored, 200) == stored


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "a\nb", "a\x85b", "a\ud800b", "<p>a&#1;b</p>", NESTED])
def test_broken_text_is_refused(text: str) -> None:
    with pytest.raises(TextInvalid):
        sanitize_plain_text(text, 1000)


def test_lines_pass_only_where_they_are_allowed() -> None:
    assert sanitize_plain_text("one\r\n\ttwo\n", 40, lines=True) == "one\r\n\ttwo"
    with pytest.raises(TextInvalid):
        sanitize_plain_text("one\0two", 40, lines=True)


def test_a_text_is_measured_without_its_tags_and_margins() -> None:
    assert sanitize_plain_text("<b>" + "x" * 40 + "</b>  ", 40) == "x" * 40
    with pytest.raises(TextTooLong) as refused:
        sanitize_plain_text("x" * 41, 40)
    assert refused.value.data == {"most": 40}


@pytest.mark.parametrize("sanitize", [sanitize_plain_text, sanitize_html])
def test_a_text_is_measured_before_its_characters_are_looked_at(sanitize: Callable[[str, int], str]) -> None:
    with pytest.raises(TextTooLong):
        sanitize("\0" * 7_000_000, 40)


def test_terms_keep_their_structure() -> None:
    terms = (
        "<h1>Terms</h1><p>Be <strong>kind</strong>,<br>be <em>fair</em>.</p><ul><li>One</li></ul>"
        '<table><tbody><tr><td colspan="2">1 GB</td></tr></tbody></table>'
    )

    assert sanitize_html(terms, 1000) == terms


@pytest.mark.parametrize(
    ("markup", "stored"),
    [
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ("<style>p{}</style><p style='x' class='y' id='z'>a</p>", "<p>a</p>"),
        ("<p onclick='x()'>a</p><!-- b -->", "<p>a</p>"),
        ("<a href='javascript:x()'>a</a>", '<a rel="noopener">a</a>'),
        ("<a href='https://example.com' target='_top'>a</a>", '<a href="https://example.com" rel="noopener">a</a>'),
        ("<a href='mailto:a@example.com'>a</a>", '<a href="mailto:a@example.com" rel="noopener">a</a>'),
        ("<a href='//evil.example'>a</a>", '<a rel="noopener">a</a>'),
        ("<iframe src='https://example.com'></iframe><img src=x onerror=y()>a", "a"),
        ("<svg><p>a</p></svg><form><input>b</form>", "<p>a</p>b"),
    ],
)
def test_terms_lose_what_could_act(markup: str, stored: str) -> None:
    assert sanitize_html(markup, 1000) == stored


@given(MARKUP)
@settings(deadline=None)
def test_cleaning_terms_twice_changes_nothing(markup: str) -> None:
    try:
        once = sanitize_html(markup, 2000)
    except TextInvalid:
        return

    assert sanitize_html(once, 2000) == once
    assert "<script" not in once.lower()


@pytest.mark.parametrize("markup", ["<p>a\0</p>", "<p>\ud800</p>"])
def test_broken_terms_are_refused(markup: str) -> None:
    with pytest.raises(TextInvalid):
        sanitize_html(markup, 1000)


def test_terms_are_bounded_before_and_after_cleaning() -> None:
    with pytest.raises(TextTooLong):
        sanitize_html("x" * 101, 100)
    with pytest.raises(TextTooLong):
        sanitize_html("&" * 100, 100)
