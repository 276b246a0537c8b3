"""What a function's asset holds: its one module, or, for the endpoint that runs the others, all of them."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from vault.runtime.registry import Function

ROOT = Path(__file__).parents[1]
STAGING = ROOT / "build" / "functions"
NOT_CALLED = ("jobs", "__pycache__")


@dataclass(frozen=True)
class Source:
    """The folder of a function's asset, and where its handler is: there, or in a layer."""

    folder: Path
    handler: str


def source_of(function: Function) -> Source:
    """The source of an endpoint or a job."""
    target = emptied(function.name)
    if function.requires_iam:
        shutil.copytree(ROOT / "functions", target / "functions", ignore=shutil.ignore_patterns(*NOT_CALLED))
    else:
        staged(Path("functions", *function.name.split("-")).with_suffix(".py"), target)
    return Source(target, f"functions.{function.name.replace('-', '.')}.handler")


def in_a_layer(name: str, handler: str) -> Source:
    """The source of a function whose handler is in a layer; Lambda wants a file of its own from each."""
    target = emptied(name)
    (target / "README").write_text(f"The handler is {handler}, in a layer.\n")
    return Source(target, handler)


def emptied(name: str) -> Path:
    """An empty folder of this name."""
    target = STAGING / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    return target


def staged(module: Path, target: Path) -> None:
    """A copy of one module, where its package stands."""
    for folder in module.parents[:-1]:
        (target / folder).mkdir(parents=True, exist_ok=True)
        (target / folder / "__init__.py").write_text("")
    shutil.copyfile(ROOT / module, target / module)
