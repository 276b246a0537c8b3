"""docs/contributing: the files, commands, tests and commits that it names exist."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.architecture.test_make import phony_targets

PAGES = [ROOT / "docs/contributing.md", *sorted((ROOT / "docs/contributing").glob("*.md"))]
CODE = re.compile(r"`([^`\n]+)`")
FOLDERS = ("cdk", "docs", "functions", "layers", "local", "shared", "tests", ".ci")
PATH = re.compile(rf"(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*\w/?")
NEW_ENDPOINTS = re.compile(r"read_venue_hours")
"""The endpoint that the examples add."""
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
COMMIT = re.compile(r"`([0-9a-f]{7})`, “(.+?)”", re.DOTALL)
LINK = re.compile(r"\]\((?!http)([^)#]+)\)")


README = (ROOT / "README.md").read_text(encoding="utf-8")


def texts() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        yield page, page.read_text(encoding="utf-8")


def paths() -> set[str]:
    """Every file and folder that is named in code type, without placeholders and those of the examples."""
    spans = {span for _, text in texts() for span in CODE.findall(text) if "<" not in span}
    found = {path for span in spans for path in PATH.findall(span)}
    return {path for path in found if not NEW_ENDPOINTS.search(path)}


def has_history() -> bool:
    """Whether this is a git checkout with every commit."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        return False
    return git("rev-parse", "--is-shallow-repository").stdout.strip() == "false"


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_file_that_the_guide_names_exists() -> None:
    named = paths()

    assert len(named) > 50
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_every_command_that_the_guide_names_is_a_target() -> None:
    named = {target for _, text in texts() for span in CODE.findall(text) for target in TARGET.findall(span)}

    assert named - set(phony_targets()) == set()


def test_the_readme_names_every_folder_of_the_tests() -> None:
    table = README.partition("| folder of `tests/` |")[2].partition("\n\n")[0]
    named = {folder for line in table.splitlines() for folder in CODE.findall(line.split("|")[1:2][0] if line else "")}

    folders = {file.relative_to(ROOT / "tests").parts[0] for file in (ROOT / "tests").glob("*/**/*.py")}

    assert named == folders


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_guides_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.skipif(not has_history(), reason="this checkout has no complete history")
def test_every_commit_that_the_guide_cites_has_the_subject_that_it_cites() -> None:
    cited = {number: " ".join(subject.split()) for _, text in texts() for number, subject in COMMIT.findall(text)}

    subjects = {number: git("log", "-1", "--format=%s", number).stdout.strip() for number in cited}

    assert len(cited) >= 5
    assert subjects == cited
