"""The guides of docs/api: linked, true where a declaration can tell, and complete."""

import re
from pathlib import Path

import pytest

from local import openapi
from local.pages import reference
from tests.architecture.source import ROOT, endpoints
from vault.adapters.cognito_pools import REFRESH_VALIDITY_DAYS, TOKEN_VALIDITY_HOURS
from vault.kernel.error_codes import ErrorCode
from vault.openapi.catalogue import not_served
from vault.runtime.idempotency import MAX_KEY_LENGTH, RETENTION_MS
from vault.runtime.pagination import MAX_ITEMS, Pagination

PAGES = sorted((ROOT / "docs/api").glob("*.md"))
DOCUMENT = openapi.document()
LINK = re.compile(r"\]\((?!http)([^)#]+)\)")
CODE = re.compile(r"\b\d{3} `([A-Z]\w+)`")
HOUR_MS = 3_600_000


def text_of(name: str) -> str:
    return (ROOT / f"docs/api/{name}.md").read_text(encoding="utf-8")


def test_the_pages_list_every_guide() -> None:
    assert set(reference.guides()) == {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_readme_links_a_guide_whose_own_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(text_of(page.stem))

    assert f"(docs/api/{page.name})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_an_error_that_a_guide_names_exists(page: Path) -> None:
    assert set(CODE.findall(text_of(page.stem))) - set(ErrorCode) == set()


def test_the_guide_to_pages_lists_the_calls_that_have_them() -> None:
    paged = {path for path, endpoint in endpoints().items() if "pagination" in endpoint.request.model_fields}

    assert set(re.findall(r"^- `(/.+)`$", text_of("pagination"), re.MULTILINE)) == paged
    assert f"`Limit` is 1 to {MAX_ITEMS:,}, and {Pagination.model_fields['limit'].default}" in text_of("pagination")


def test_the_guides_tell_the_declared_times_and_sizes() -> None:
    assert f": {TOKEN_VALIDITY_HOURS} hour |" in text_of("authentication")
    assert f"it lives for {REFRESH_VALIDITY_DAYS} days" in text_of("authentication")
    assert f"for {RETENTION_MS // HOUR_MS} hours at least" in text_of("idempotency")
    assert f"at most {MAX_KEY_LENGTH} characters" in text_of("idempotency")


def test_what_is_not_served_is_in_no_path() -> None:
    paths = [path for each in not_served().values() for path in each]

    assert len(set(paths)) == len(paths) > 0
    assert set(paths) & set(DOCUMENT["paths"]) == set(), (
        "delete what is served from shared/vault/openapi/not_served.toml"
    )
    assert DOCUMENT["x-not-served"] == not_served()
    assert [path for path in paths if f"`{path}`" not in text_of("endpoints")] == []


def test_nothing_is_deprecated_as_the_guide_says() -> None:
    deprecated = [path for path, item in DOCUMENT["paths"].items() if item["post"].get("deprecated")]

    assert (deprecated == []) == ("Nothing is deprecated at present." in text_of("versions"))
