"""Licences: our own is stated, every package's is listed, and nothing under the GPL or AGPL is deployed."""

import tomllib
from email import message_from_string
from importlib import metadata

import pytest

from local import licences
from tests.architecture.source import ROOT

DEPLOYED = [*licences.locked_packages("layers"), *licences.packed_as_data()]


def declared(name: str) -> list[str]:
    """What an installed package says of its licence."""
    return licences.declared_licences(metadata.metadata(name))


def test_the_project_is_under_the_apache_license() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert text.strip().startswith("Apache License\n                           Version 2.0, January 2004")
    assert "VAULT contributors" in text
    assert (project["license"], project["license-files"]) == ("Apache-2.0", ["LICENSE"])


def test_the_list_names_every_locked_package_in_its_version() -> None:
    locked = {pair for room in licences.ROOMS for pair in licences.locked_packages(room).items()}
    listed = {
        (cells[1], cells[2])
        for line in licences.DOCUMENT.read_text(encoding="utf-8").splitlines()
        if len(cells := [cell.strip() for cell in line.split("|")]) == 5
    }

    assert len(locked) > 100
    assert sorted(locked - listed) == []


def test_the_list_is_what_make_licences_writes() -> None:
    assert licences.DOCUMENT.read_text(encoding="utf-8") == licences.document()


@pytest.mark.parametrize("name", DEPLOYED)
def test_nothing_deployed_is_under_the_gpl_or_agpl(name: str) -> None:
    assert declared(name)
    assert not licences.is_gpl(declared(name))


def test_what_is_deployed_under_the_lgpl_is_accepted_with_a_reason() -> None:
    found = {name for name in DEPLOYED if licences.is_lgpl(declared(name))}

    assert found == set(licences.LGPL_ACCEPTED)


@pytest.mark.parametrize(
    "head",
    [
        "License-Expression: GPL-3.0-or-later",
        "License-Expression: MIT AND AGPL-3.0-only",
        "License: GPLv2",
        "License: gpl-3.0",
        "License: GNU Affero General Public License",
        "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
    ],
)
def test_a_package_under_the_gpl_or_agpl_is_recognised(head: str) -> None:
    package = message_from_string(f"Name: copyleft\n{head}\n")

    assert licences.is_gpl(licences.declared_licences(package))  # type: ignore[arg-type]


@pytest.mark.parametrize("head", ["License-Expression: LGPL-2.1-only", "License: GNU Lesser General Public License v3"])
def test_the_lgpl_is_judged_apart(head: str) -> None:
    texts = licences.declared_licences(message_from_string(f"Name: copyleft\n{head}\n"))  # type: ignore[arg-type]

    assert (licences.is_lgpl(texts), licences.is_gpl(texts)) == (True, False)
