"""Marks of fields in `Annotated`: a field has its own mark, not that of another field which is nearly the same.

`typing` returns the first of two annotations that are equal, so a mark that did not compare everything would silently
take the place of another one.
"""

import dataclasses
from collections.abc import Iterator
from typing import Annotated

from tests.architecture.source import endpoints
from vault.callers.model import CallContext
from vault.configuration.setting import Changes, Setting
from vault.kernel.wire import Wire, annotation_metadata


def subclasses(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def classes_of_marks() -> set[type]:
    """The classes of this project that mark fields of requests and answers."""
    assert endpoints()
    models = (each for each in subclasses(Wire) if issubclass(each, Wire))
    found = (
        mark
        for model in models
        for field in model.model_fields.values()
        for mark in (*field.metadata, *annotation_metadata(field.annotation))
    )
    return {type(mark) for mark in found if type(mark).__module__.startswith("vault.")}


def test_a_mark_compares_by_all_that_it_says() -> None:
    marks = {kind for kind in classes_of_marks() if dataclasses.is_dataclass(kind)}

    uncompared = [
        f"{kind.__name__}.{each.name}" for kind in marks for each in dataclasses.fields(kind) if not each.compare
    ]

    assert Setting in marks
    assert not uncompared


def _add(ctx: CallContext, changes: Changes) -> None:
    """A rule."""


def _remove(ctx: CallContext, changes: Changes) -> None:
    """Another rule."""


def test_settings_that_differ_in_their_rule_alone_keep_it() -> None:
    added, removed = (Annotated[str, Setting("city", rule=rule)] for rule in (_add, _remove))

    assert [each.__metadata__[0].rule for each in (added, removed)] == [_add, _remove]
