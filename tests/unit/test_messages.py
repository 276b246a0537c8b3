"""One catalogue: every text in both locales, every error with a text, no text that nothing says."""

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator

import pytest

import vault
from tests.architecture.source import files, texts, tree
from vault.kernel.errors import DomainError
from vault.kernel.locales import Locale
from vault.kernel.messages import catalogue
from vault.runtime.responses import Named

OURS = files("functions", "shared", "local")


def gaps(text: str) -> set[str]:
    """The names of a text's gaps."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def kinds_of(error: type[DomainError]) -> Iterator[type[DomainError]]:
    """Every kind of error of VAULT's own."""
    for kind in error.__subclasses__():
        if kind.__module__.startswith(("vault.", "functions.")):
            yield kind
        yield from kinds_of(kind)


def every_error() -> set[type[DomainError]]:
    """All errors, every module being loaded."""
    for found in pkgutil.walk_packages(vault.__path__, "vault."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    return set(kinds_of(DomainError)) - {Named}


@pytest.mark.parametrize("key", catalogue())
def test_a_text_stands_in_both_locales_with_the_same_gaps(key: str) -> None:
    said = catalogue()[key]

    assert set(said) == set(Locale)
    assert len({frozenset(gaps(text)) for text in said.values()}) == 1


@pytest.mark.parametrize("key", catalogue())
def test_a_text_is_a_translation_and_no_copy(key: str) -> None:
    said = catalogue()[key]

    assert said[Locale.EN_US] != said[Locale.ES_XL] or not re.search(r"[A-Za-z]{4}", said[Locale.EN_US])


def test_every_error_has_a_text() -> None:
    silent = {error.__name__ for error in every_error() if f"error.{error.__name__}" not in catalogue()}

    assert silent == set()


def test_no_two_errors_share_a_code() -> None:
    names = [error.__name__ for error in every_error()]

    assert sorted(set(names)) == sorted(names)


def test_every_text_of_an_error_has_an_error() -> None:
    named = {f"error.{error.__name__}" for error in every_error()}

    orphans = {key for key in catalogue() if key.startswith("error.")} - named

    assert orphans == set()


def test_no_text_is_orphaned() -> None:
    said = {text for file in OURS for _, text in texts(file)}
    patterns = [pattern for file in OURS for pattern in made_up(file)]

    orphans = {
        key
        for key in catalogue()
        if not (key.startswith("error.") or key in said or any(pattern.fullmatch(key) for pattern in patterns))
    }

    assert orphans == set()


def made_up(file: str) -> Iterator[re.Pattern[str]]:
    """The keys that a file puts together: f-strings that begin with a kind of text."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values]
            if re.match(r"[a-z_]+\\\.", parts[0]):
                yield re.compile("".join(map(str, parts)))
