"""One way to build an answer, and members that say what they hold."""

import ast
import importlib
import inspect
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tests.architecture.source import files, functions
from vault.kernel.json_types import JsonObject
from vault.kernel.wire import Open, Wire
from vault.runtime.models import Request, Response, ResponseWithStatus

OURS = tuple(file for file in files("functions", "shared") if Path(file).name not in {"__init__.py", "__main__.py"})
PLAIN = {Response, ResponseWithStatus}
"""What says a message and nothing else is constructed."""
UNCHECKED = {"model_construct", "model_validate"}
"""Methods of pydantic that build a model otherwise."""


def module_of(file: str) -> Any:
    return importlib.import_module(file.removeprefix("shared/").removesuffix(".py").replace("/", "."))


def models_of(file: str) -> list[type[BaseModel]]:
    """The models that a file declares."""
    module = module_of(file)
    return [
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, BaseModel) and each.__module__ == module.__name__
    ]


def open_types(annotation: object) -> Iterator[object]:
    """The parts of a type that say nothing of what they hold."""
    if annotation is Any or annotation is object:
        yield annotation
    for part in typing.get_args(annotation):
        yield from open_types(part)


def referent(expression: ast.expr, named: dict[str, object]) -> object:
    """What a name, or an attribute of what has a name, stands for."""
    if isinstance(expression, ast.Attribute):
        return getattr(referent(expression.value, named), expression.attr, None)
    return named.get(expression.id) if isinstance(expression, ast.Name) else None


def constructed_models(file: str) -> Iterator[tuple[int, str]]:
    """(Line, name) of each answer, or part of one, that is constructed by its class."""
    named = vars(module_of(file))
    for node in (inner for function in functions(file) for inner in ast.walk(function)):
        if isinstance(node, ast.Call):
            built = referent(node.func, named)
            model = built.__self__ if getattr(built, "__name__", "") in UNCHECKED else built  # type: ignore[attr-defined]
            if inspect.isclass(model) and issubclass(model, Wire) and not issubclass(model, Request):
                plain = model in PLAIN and {keyword.arg for keyword in node.keywords} <= {"message"}
                if not plain:
                    yield node.lineno, model.__name__


@pytest.mark.parametrize("file", OURS)
def test_an_answer_is_built_from_values(file: str) -> None:
    constructed = [f"{file}:{line} constructs {name}: use from_value" for line, name in constructed_models(file)]

    assert constructed == []


@pytest.mark.parametrize("file", OURS)
def test_a_member_that_may_hold_anything_says_why(file: str) -> None:
    unexplained = [
        f"{model.__name__}.{name}"
        for model in models_of(file)
        if issubclass(model, Wire)
        for name, field in model.model_fields.items()
        if any(open_types(field.annotation)) and not any(isinstance(mark, Open) for mark in field.metadata)
    ]

    assert unexplained == []


def test_open_members_are_recognized_wherever_they_stand() -> None:
    dictionaries = [JsonObject, dict[str, object] | None, list[dict[str, Any]], dict[str, object | None]]
    annotations = [*dictionaries, Mapping[str, Any], list[object], Any]

    assert all(any(open_types(annotation)) for annotation in annotations)
    assert not any(open_types(dict[str, list[int]]))
