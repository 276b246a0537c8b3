"""A function's asset, loaded as Lambda loads it: beside the layers, away from this checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cdk import code_assets
from layers import build
from tests.architecture.source import ROOT
from tests.bench import cold_start
from vault.runtime.registry import Function, find

DEFAULT_THRESHOLD = "700"
THRESHOLD = """
import gc, importlib, sys
sys.path = [*sys.argv[2:], *sys.path]
before = gc.get_threshold()[0]
importlib.import_module(sys.argv[1])
print(before, gc.get_threshold()[0])
"""


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The layer of shared code, unpacked as Lambda does."""
    shared, opt = ROOT / "shared", tmp_path_factory.mktemp("opt")
    build.write_archive(opt / "vault.zip", shared, (shared / "vault").rglob("*"), below="python")
    with zipfile.ZipFile(opt / "vault.zip") as packed:
        packed.extractall(opt)
    return opt / "python"


def thresholds(handler: str, *places: Path) -> list[str]:
    """The garbage collector's first threshold before and after a handler's module is imported from these places."""
    module = handler.removesuffix(".handler")
    ran = subprocess.run(
        [sys.executable, "-I", "-c", THRESHOLD, module, *places], capture_output=True, text=True, check=True, cwd="/"
    )
    return ran.stdout.split()


def named(name: str) -> Function:
    """The endpoint or the scheduled job of this name."""
    found = find()
    return next(each for each in (*found.endpoints.values(), *dict(found.scheduled).values()) if each.name == name)


@pytest.mark.parametrize("name", ["subscriberconsole-login", "gremlinconsole-execute_command", "jobs-sweep_outbox"])
def test_a_deployed_function_collects_garbage_as_rarely_as_the_benchmarks_measure(name: str, layer: Path) -> None:
    source = code_assets.code_asset_of(named(name))

    deployed = thresholds(source.handler, source.folder, layer)

    measured = thresholds(source.handler, *(ROOT / place for place in cold_start.PLACES))
    assert deployed == measured == [DEFAULT_THRESHOLD, "50000"]


def test_a_function_whose_handler_is_in_a_layer_has_the_same_threshold(layer: Path) -> None:
    source = code_assets.layer_code_asset("onboarding", "vault.onboarding.lambda_handler.handler")

    deployed = thresholds(source.handler, source.folder, layer)

    assert deployed == [DEFAULT_THRESHOLD, "50000"]
