"""The code asset of a function: its one module, or all modules for the endpoint that runs other endpoints."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from vault.runtime.registry import Function

ROOT = Path(__file__).parents[1]
STAGING = ROOT / "build" / "functions"
NOT_CALLED = ("jobs", "triggers", "__pycache__")


@dataclass(frozen=True)
class CodeAsset:
    """The folder of a function's asset, and its handler, which is in that folder or in a layer."""

    folder: Path
    handler: str


def code_asset_of(function: Function) -> CodeAsset:
    if function.requires_iam:
        target = _empty_folder(function.name)
        shutil.copytree(ROOT / "functions", target / "functions", ignore=shutil.ignore_patterns(*NOT_CALLED))
        return CodeAsset(target, _handler_of(function.name))
    return module_asset(function.name)


def module_asset(name: str) -> CodeAsset:
    """The asset of one module: `jobs-issue_keys` is functions/jobs/issue_keys.py."""
    target = _empty_folder(name)
    _copy_module(Path("functions", *name.split("-")).with_suffix(".py"), target)
    return CodeAsset(target, _handler_of(name))


def _handler_of(name: str) -> str:
    return f"functions.{name.replace('-', '.')}.handler"


def layer_code_asset(name: str, handler: str) -> CodeAsset:
    """A placeholder asset for a function whose handler is in a layer; Lambda requires an asset."""
    target = _empty_folder(name)
    (target / "README").write_text(f"The handler is {handler}, in a layer.\n")
    return CodeAsset(target, handler)


def _empty_folder(name: str) -> Path:
    target = STAGING / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    return target


def _copy_module(module: Path, target: Path) -> None:
    for folder in module.parents[:-1]:
        (target / folder).mkdir(parents=True, exist_ok=True)
        (target / folder / "__init__.py").write_text("")
    shutil.copyfile(ROOT / module, target / module)
