"""A reference type is a kind of thing and a view of it; a view takes what its lookup says."""

import importlib
import inspect
import pkgutil
import typing
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Annotated

import pytest

import functions
import vault
from vault.callers.references import Lookup, Texts


def reference_types() -> Iterator[tuple[str, tuple[object, ...], Lookup]]:
    """Name, metadata and lookup of every reference type, once for each module that knows it."""
    packages = [pkgutil.walk_packages(package.__path__, f"{package.__name__}.") for package in (vault, functions)]
    for found in chain.from_iterable(packages):
        if found.name.endswith("__main__"):
            continue
        for name, kind in vars(importlib.import_module(found.name)).items():
            if typing.get_origin(kind) is Annotated:
                for mark in kind.__metadata__:
                    if isinstance(mark, Lookup):
                        yield name, kind.__metadata__, mark


TYPES = list(reference_types())
LOOKUPS = {name: lookup for name, _, lookup in TYPES}


def test_no_two_reference_types_have_the_same_lookup() -> None:
    names: dict[Lookup, set[str]] = defaultdict(set)

    for name, _, lookup in TYPES:
        names[lookup].add(name)

    assert [each for each in names.values() if len(each) > 1] == []
    assert len(LOOKUPS) == len(names)


def test_a_reference_type_has_no_options_of_a_single_use() -> None:
    assert {name for name, metadata, lookup in TYPES if metadata != (lookup,)} == set()


@pytest.mark.parametrize("name", sorted(LOOKUPS))
def test_a_view_takes_what_its_lookup_gives_it(name: str) -> None:
    lookup = LOOKUPS[name]
    given = [lookup.wants] * bool(lookup.wants) + [Texts] * bool(lookup.texts)

    _things, *more = inspect.signature(lookup.view).parameters.values()

    assert [parameter.annotation for parameter in more] == given


@pytest.mark.parametrize("name", sorted(name for name, lookup in LOOKUPS.items() if lookup.wants))
def test_what_a_view_wants_of_a_request_is_declared_so_that_it_is_checked(name: str) -> None:
    wants = LOOKUPS[name].wants

    assert [member for kind in wants.__mro__ for member in vars(kind).values() if isinstance(member, property)] == []
