"""`python -m tests.run_selected TESTS`: run a path, `path::name` or tests of a name, against services that stay up.

Only what these tests need is loaded: pytest's plugins alone take a second.
"""

import os
import re
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
OPERATORS = {"and", "or", "not"}


def main(selected: str) -> int:
    """Run the tests; return pytest's exit code."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return pytest.main(["-p", "pytest_timeout", "--attach", *arguments(selected)])


def arguments(selected: str) -> list[str]:
    """What pytest is told: a path as it is, a name or an expression of names with the files that mention it."""
    path, _, _ = selected.partition("::")
    if Path(path).exists():
        return [selected]
    words = re.findall(r"\w+", selected)
    files = [str(file) for file in sorted(TESTS.rglob("test_*.py")) if "not" in words or mentions(file, words)]
    return ["-k", selected, *(files or [str(TESTS)])]


def mentions(file: Path, words: list[str]) -> bool:
    """Whether a file may have tests that an expression of these words selects."""
    text = f"{file.relative_to(TESTS)} {file.read_text()}".lower()
    return any(word.lower() in text for word in words if word not in OPERATORS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
