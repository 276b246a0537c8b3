"""The Makefile and the files that editors and git read: each target explains itself, and hooks run what lint runs."""

import re
import subprocess

import yaml

from tests.architecture.source import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PHONY = re.compile(r"^\.PHONY: ((?:.|\\\n)*?)(?<!\\)\n", re.MULTILINE)
WITH_SOURCES = "env PYTHONPATH=shared:. "


def phony_targets() -> list[str]:
    """The targets that are commands."""
    return [target for names in PHONY.findall(MAKEFILE) for target in names.replace("\\", " ").split()]


def commands_of(target: str) -> list[str]:
    """The lines of a target's recipe."""
    recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in recipe[1].splitlines()] if recipe else []


def test_make_help_has_a_line_for_every_target() -> None:
    ran = subprocess.run(["make", "--no-print-directory", "help"], capture_output=True, text=True, check=True, cwd=ROOT)

    lines = [line.split(maxsplit=2) for line in ran.stdout.splitlines()]

    assert len(phony_targets()) > 20
    assert set(re.findall(r"^([a-zA-Z][\w-]*):(?!=)", MAKEFILE, re.MULTILINE)) == set(phony_targets())
    assert set(phony_targets()) ^ {target for _, target, _ in lines} == set()
    assert [target for _, target, *words in lines if not words] == []


def test_make_alone_is_make_help() -> None:
    alone = subprocess.run(["make", "--no-print-directory"], capture_output=True, text=True, check=True, cwd=ROOT)

    assert alone.stdout.startswith("make help ")


def test_the_hooks_before_a_commit_run_what_make_lint_runs() -> None:
    configuration = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (source,) = configuration["repos"]

    assert source["repo"] == "local"
    assert [hook["entry"].removeprefix(WITH_SOURCES) for hook in source["hooks"]] == commands_of("lint")
    assert set(configuration) == {"repos"}
    assert all(set(hook) == {"id", "name", "entry", "language", "pass_filenames"} for hook in source["hooks"])
    assert all(hook["language"] == "system" and not hook["pass_filenames"] for hook in source["hooks"])
