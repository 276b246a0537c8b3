"""Architecture decisions: one form, an index, and a page for each number that is cited."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

DECISIONS = ROOT / "docs/adr"
PAGES = {int(page.name[:4]): page for page in sorted(DECISIONS.glob("[0-9]*.md"))}
INDEX = (DECISIONS / "README.md").read_text(encoding="utf-8")
ROOMS = ("docs", "functions", "shared", "local", "cdk", "layers", "tests")
PLACES = ("*.md", "Makefile", "pyproject.toml", *(f"{room}/**/*" for room in ROOMS))
TEXTS = {".py", ".md", ".toml", ".in", ".js", ".html", ""}
STATUS = re.compile(r"^- Status: (accepted|proposed|superseded by ADR \d+)$")
BY_PATH = re.compile(r"docs/adr/(\d{4})")
BY_NUMBER = re.compile(r"\bADRs?[ -](\d+(?:(?:, | and |, ADR | and ADR )\d+)*)")


def cited_in(text: str) -> set[int]:
    """The numbers of the decisions that a text cites, as docs/adr/0001 or as ADR 1, 2 and 3."""
    listed = {int(number) for numbers in BY_NUMBER.findall(text) for number in re.findall(r"\d+", numbers)}
    return listed | {int(number) for number in BY_PATH.findall(text)}


def citing() -> Iterator[tuple[str, set[int]]]:
    """Every file that cites decisions, with their numbers."""
    for file in sorted({file for place in PLACES for file in ROOT.glob(place) if file.suffix in TEXTS}):
        if not file.is_file() or file == Path(__file__) or "__pycache__" in file.parts:
            continue
        if numbers := cited_in(file.read_text(encoding="utf-8")):
            yield str(file.relative_to(ROOT)), numbers


CITING = dict(citing())


def test_the_forms_of_a_citation_are_known() -> None:
    assert cited_in("see docs/adr/0018, ADR 2 and ADRs 19, 21 and 3; ADR 4, ADR-5") == {18, 2, 19, 21, 3, 4, 5}


def test_code_and_pages_cite_decisions() -> None:
    assert len([file for file in CITING if file.endswith(".py")]) > 10
    assert len([file for file in CITING if file.startswith("docs/adr/")]) > 3


@pytest.mark.parametrize("file", CITING)
def test_every_decision_that_is_cited_has_a_page(file: str) -> None:
    assert CITING[file] - set(PAGES) == set()


def test_numbers_are_given_once_and_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS.glob("[0-9]*.md")]

    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("number", PAGES)
def test_a_decision_has_a_title_a_status_a_date_and_the_parts_of_the_form(number: int) -> None:
    title, blank, status, date, *rest = PAGES[number].read_text(encoding="utf-8").splitlines()
    parts = [line for line in rest if line.startswith("## ")]

    assert re.fullmatch(rf"# {number}\. [A-Z].{{10,}}", title)
    assert (blank, bool(STATUS.match(status))) == ("", True)
    assert re.fullmatch(r"- Date: \d{4}-\d{2}-\d{2}", date)
    assert [part for part in parts if part != "## Alternatives considered"] == [
        "## Context",
        "## Decision",
        "## Consequences",
    ]


@pytest.mark.parametrize("number", PAGES)
def test_a_decision_is_called_the_same_in_its_title_its_file_and_the_index(number: int) -> None:
    page = PAGES[number]
    title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")

    named = re.sub(r"[^a-z0-9]+", "-", title.partition(". ")[2].lower().replace("'", ""))

    assert page.name == f"{number:04d}-{named}.md"
    assert INDEX.count(f"- [{title}]({page.name})") == 1


def test_the_index_lists_nothing_else() -> None:
    assert set(re.findall(r"\]\((.*?)\)", INDEX)) == {page.name for page in PAGES.values()}
