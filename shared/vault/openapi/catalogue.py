"""Read the descriptions of fields, errors and groups from the TOML files beside this module."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from vault.kernel.error_codes import ErrorCode
from vault.kernel.json_types import JsonObject
from vault.kernel.values import value

DIRECTORY = Path(__file__).parent


@value
class ErrorHelp:
    """`data` fills the placeholders of the message where an example shows it."""

    cause: str
    remedy: str
    data: Mapping[str, object]


@value
class Group:
    title: str
    description: str


@cache
def error_help() -> Mapping[str, ErrorHelp]:
    """By errorCode."""
    return {
        code: ErrorHelp(each["cause"], each["remedy"], each.get("data", {})) for code, each in _load("errors").items()
    }


@cache
def groups() -> Mapping[str, Group]:
    """By the beginning of the paths, in the order of the document."""
    return {name: Group(each["title"], each["description"]) for name, each in _load("groups").items()}


def groups_of(names: Iterable[str]) -> dict[str, Group]:
    """The groups of these names in the order of the document; last, by their names, those that nobody has described."""
    listed = set(names)
    described = {name: group for name, group in groups().items() if name in listed}
    return described | {name: Group(name, "") for name in sorted(listed - set(described))}


@cache
def not_served() -> Mapping[str, list[str]]:
    """The paths that nothing answers yet, by subject."""
    return {subject: each["paths"] for subject, each in _load("not_served").items()}


@cache
def field_descriptions() -> Mapping[str, str]:
    """By wire name."""
    descriptions: Mapping[str, str] = _load("fields")["fields"]
    return descriptions


@cache
def field_descriptions_by_model() -> Mapping[str, Mapping[str, str]]:
    """Where a field means something else in one model: by the model's name, then by wire name."""
    descriptions: Mapping[str, Mapping[str, str]] = _load("fields")["models"]
    return descriptions


@cache
def enumeration_descriptions() -> Mapping[str, str]:
    """By the enum's name."""
    descriptions: Mapping[str, str] = _load("fields")["enumerations"]
    return descriptions


def describe_field(model: str, name: str) -> str:
    """Empty for a field that nobody has described yet."""
    special = field_descriptions_by_model().get(model, {})
    return special.get(name) or field_descriptions().get(name, "")


def help_for(code: ErrorCode) -> ErrorHelp:
    """Without cause and remedy for a code that nobody has described yet."""
    return error_help().get(code) or ErrorHelp("", "", {})


@cache
def _load(name: str) -> JsonObject:
    return tomllib.loads((DIRECTORY / f"{name}.toml").read_text(encoding="utf-8"))
