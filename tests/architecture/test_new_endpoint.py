"""`make new-endpoint` in a copy of the checkout: what it writes passes lint and its tests as it stands."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.scaffold import __main__ as scaffold
from local.scaffold import tables
from tests.architecture.source import ROOT
from tests.factories import World
from tests.services.slots import Filling

PATH = "/networkoperatorconsole/venues/readTheHouseRulesOfAVenueAndOfItsUnits"
MODULE = "functions/networkoperatorconsole/venues/read_the_house_rules_of_a_venue_and_of_its_units.py"
TEST = "tests/functions/networkoperatorconsole/venues/test_read_the_house_rules_of_a_venue_and_of_its_units.py"
WRITTEN = [MODULE, TEST, "tests/permissions.py"]
COPIED = ("docs", "functions", "local", "shared", "tests")
FRESH_NAMES_FROM = 1_000_000
CLAIM = '''
import pickle
from pathlib import Path

import pytest

from tests.services.slots import Claim


@pytest.fixture(scope="session")
def claim() -> Claim:
    """The services of the run that copied this checkout."""
    filling = Path(__file__).with_name("filling")
    with filling.open() as lock:
        return Claim(filling.parent, lock, pickle.loads(filling.read_bytes()))
'''


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout in which an endpoint was begun."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in COPIED:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "pyproject.toml", copy)
    assert run(copy, "local.scaffold", PATH).returncode == 0
    return copy


def run(copy: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module's command in a copy of the checkout, with the code of the copy."""
    environment = {**os.environ, "PYTHONPATH": f"{copy}/shared:{copy}", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", *WRITTEN],
        ["ruff", "format", "--check", *WRITTEN],
        # With the checkout's own cache: it takes half a second instead of five.
        ["mypy", "--cache-dir", f"{ROOT}/.mypy_cache", MODULE],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_what_is_written_passes_lint(copy: Path, command: list[str]) -> None:
    linted = run(copy, *command)

    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_what_is_written_passes_its_tests_and_those_of_every_endpoint(copy: Path, world: World) -> None:
    lend_services(copy, world)

    tested = run(
        copy,
        "pytest",
        *("-p", "no:cacheprovider", "-p", "no:xdist", "--override-ini", "addopts=--import-mode=importlib"),
        *(TEST, "tests/architecture/test_endpoints.py"),
        "tests/architecture/test_permission_matrix.py::test_every_endpoint_stands_in_both_tables",
        f"tests/architecture/test_answers.py::test_an_answer_is_built_from_values[{MODULE}]",
        f"tests/architecture/test_literals.py::test_no_wire_name_stands_outside_the_vocabulary[{MODULE}]",
    )

    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert " skipped" not in tested.stdout


def test_the_row_stands_with_those_of_its_group(copy: Path) -> None:
    lines = (copy / "tests/permissions.py").read_text().splitlines()

    rows = [line for line in lines if line.startswith('    "/')]

    (number,) = [number for number, line in enumerate(rows) if PATH in line]
    assert rows[number - 1].startswith('    "/networkoperatorconsole/venues/')


def test_an_endpoint_that_exists_is_left_alone(copy: Path) -> None:
    before = [(copy / file).read_text() for file in WRITTEN]

    again = run(copy, "local.scaffold", PATH)

    assert (again.returncode, again.stderr) == (1, f"{MODULE} exists: nothing was written.\n")
    assert [(copy / file).read_text() for file in WRITTEN] == before


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two endpoints, /console/group/addVenueUnits and /console/venues."""
    package = tmp_path / "functions/console/group"
    package.mkdir(parents=True)
    (package / "add_venue_units.py").touch()
    (package.parent / "venues.py").touch()
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/permissions.py").write_text('ROWS = {\n    "/console/group/addVenueUnits": "",\n}\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/console/group/addVenueUnits", "functions/console/group/add_venue_units.py exists"),
        ("/console/group/addvenueunits", "The tables of the tests have /console/group/addVenueUnits"),
        ("/console/venues/readIt", "functions/console/venues.py exists"),
        ("/console/group", "functions/console/group exists"),
        ("/jobs/readIt", "functions/jobs has jobs, which have no path"),
        ("/triggers/readIt", "functions/triggers has triggers, which have no path"),
        ("/console/class/readIt", "A part of the name is a reserved word of Python"),
        ("/console/group/import", "A part of the name is a reserved word of Python"),
        ("/console/group/none", "A part of the name is a reserved word of Python"),
        ("/console/group/response", "Response is the name of something else in an endpoint's module"),
        ("/console/group/venueRef", "VenueRef is the name of something else in an endpoint's module"),
        (f"/console/group/read{'X' * 80}", "The name is too long: lines that have it would be longer than lint allows"),
    ],
)
def test_a_name_under_which_no_endpoint_can_stand_is_refused(
    begun: Path, capsys: pytest.CaptureFixture[str], path: str, why: str
) -> None:
    before = sorted(begun.rglob("*"))

    code = scaffold.main(path)

    assert (code, capsys.readouterr().err) == (1, f"{why}: nothing was written.\n")
    assert sorted(begun.rglob("*")) == before


@pytest.mark.parametrize("path", ["", "venues", "/venues", "/console/Group/name", "/console/group/../name"])
def test_what_is_no_path_of_an_endpoint_is_refused(copy: Path, path: str) -> None:
    refused = run(copy, "local.scaffold", path)

    assert (refused.returncode, refused.stderr) == (2, "usage: make new-endpoint NAME=/console/group/nameOfIt\n")


def test_a_row_of_a_new_console_stands_at_the_end(tmp_path: Path) -> None:
    table = tmp_path / "table.py"
    table.write_text('ROWS = {\n    "/a/b": (\n        1\n    ),\n}\nOTHERS = {"/a/c"}\n')

    tables.add_row([table], "/x/y", "2")

    assert table.read_text() == 'ROWS = {\n    "/a/b": (\n        1\n    ),\n    "/x/y": 2,\n}\nOTHERS = {"/a/c"}\n'


def lend_services(copy: Path, world: World) -> None:
    """Let the tests of the copy use the services and the world of this run, with names of their own."""
    folder = (copy / TEST).parent
    lent = World(world.mine, world.other, world.provider, None)  # type: ignore[arg-type]  # its user puts one here
    filling = Filling(world.system.environment, lent, FRESH_NAMES_FROM)
    (folder / "filling").write_bytes(pickle.dumps(filling))
    (folder / "conftest.py").write_text(CLAIM)
