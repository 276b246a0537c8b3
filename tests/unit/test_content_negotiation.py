"""The media type that an Accept header prefers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.architecture.source import endpoints
from vault.runtime.content_negotiation import choose_media_type

OFFERED = ("application/json", "text/csv", "application/pdf")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/pdf", "application/pdf"),
        ("Text/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/pdf;q=0.9", "application/pdf"),
        ("application/json;q=0.1, application/pdf", "application/pdf"),
        ("*/*;q=0.8, text/csv", "text/csv"),
        ("*/*, application/json;q=0", "text/csv"),
        ("text/csv; charset=utf-8; q=0.7, application/json; q=0.2", "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("image/png", "application/json"),
        ("application/pdf;q=0", "application/json"),
        ("pdf", "application/json"),
        ("," * 100, "application/json"),
    ],
)
def test_the_best_form_of_those_there_are_is_chosen(accept: str, form: str) -> None:
    assert choose_media_type(accept, OFFERED) == form


@given(st.text(max_size=200))
def test_no_header_is_too_strange(accept: str) -> None:
    assert choose_media_type(accept, OFFERED) in OFFERED


@pytest.mark.parametrize("path", [path for path, endpoint in endpoints().items() if endpoint.alternate_media])
def test_only_a_read_has_other_forms(path: str) -> None:
    assert endpoints()[path].command is None
