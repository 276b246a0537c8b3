"""The layers: their content, their platform, and that functions need nothing else."""

import hashlib
import re
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from layers import build
from local import licences
from tests.architecture.source import ROOT, files

ELF_MACHINE = slice(18, 20)
AARCH64 = (183).to_bytes(2, "little")
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;]+)", re.MULTILINE)
IMPORTS = """
import importlib, sys
sys.path = [*sys.path, *sys.argv[1:4]]
for module in sys.argv[4:]:
    importlib.import_module(module)
"""


@pytest.fixture(scope="module")
def packages() -> zipfile.ZipFile:
    """The layer of third-party packages."""
    return zipfile.ZipFile(build.build_layers()[0])


def test_the_same_inputs_make_the_same_bytes(tmp_path: Path) -> None:
    source = ROOT / "shared"

    for name in ("one.zip", "two.zip"):
        build.write_archive(tmp_path / name, source, (source / "vault").rglob("*"))

    one, two = (hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("one.zip", "two.zip"))
    assert one == two


def test_a_function_and_its_layers_are_smaller_than_what_lambda_takes() -> None:
    assert sum(map(build.unpacked_size, build.build_layers())) < build.MAX_BYTES


def test_every_compiled_module_is_for_the_platform(packages: zipfile.ZipFile) -> None:
    compiled = [name for name in packages.namelist() if name.endswith(".so") or ".so." in name]
    tags = [name for name in compiled if "cpython-" in name]

    assert len(compiled) > 10
    assert {packages.read(name)[ELF_MACHINE] for name in compiled} == {AARCH64}
    assert all("cpython-313-aarch64" in name for name in tags)


def test_each_locked_package_is_there_in_its_version(packages: zipfile.ZipFile) -> None:
    found = {
        tuple(name.split("/")[1].removesuffix(".dist-info").lower().replace("_", "-").rsplit("-", 1))
        for name in packages.namelist()
        if name.endswith(".dist-info/METADATA")
    }
    locked = {(name.lower().replace("_", "-"), version) for name, version in LOCKED.findall(build.LOCK.read_text())}

    assert {(name.replace(".", "-"), version) for name, version in found} <= {
        (name.replace(".", "-"), version) for name, version in locked
    }
    assert len(found) > 30


def test_no_package_in_the_layer_is_under_the_gpl_or_agpl(packages: zipfile.ZipFile) -> None:
    texts = {
        name: licences.declared_licences(message_from_bytes(packages.read(name)))  # type: ignore[arg-type]
        for name in packages.namelist()
        if name.endswith(".dist-info/METADATA")
    }

    assert [name for name, found in texts.items() if licences.is_gpl(found) or not found] == []


def test_functions_need_nothing_beside_the_layers(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--require-hashes", "--no-deps"]
    subprocess.run([*pip, "-r", build.LOCK, "--target", tmp_path], check=True)
    modules = [file.removesuffix(".py").replace("/", ".") for file in files("functions") if "__init__" not in file]
    modules.append("vault.onboarding.lambda_handler")

    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", IMPORTS, tmp_path, ROOT / "shared", ROOT, *modules],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={},
    )

    assert ran.stderr.decode() == ""
