"""Values behave like frozen dataclasses."""

import inspect
from collections.abc import Callable
from dataclasses import KW_ONLY, FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from tests.architecture.source import ROOT, files
from vault.kernel.values import value


def place(decorated: Callable[[type], Any]) -> Any:
    """The same class with either decorator."""

    @decorated
    class Place:
        name: str
        vlan: int = 7
        secret: str = field(default="s", repr=False)
        noted: list[str] = field(default_factory=list, compare=False)
        listed: dict[str, int] = field(default_factory=dict, hash=False)
        _: KW_ONLY
        floor: str = ""

    return Place


Ours, Theirs = place(value), place(dataclass(frozen=True))


@pytest.mark.parametrize("given", [("a",), ("a", 8), ("a", 7, "t"), ("a", 7, "s", ["x"]), ("a", 7, "s", [], {"b": 1})])
def test_a_value_is_equal_hashed_and_shown_as_a_frozen_dataclass_is(given: tuple[Any, ...]) -> None:
    ours, theirs = Ours(*given), Theirs(*given)

    assert (ours == Ours("a"), hash(ours) == hash(Ours("a"))) == (
        theirs == Theirs("a"),
        hash(theirs) == hash(Theirs("a")),
    )
    assert repr(ours) == repr(theirs)
    assert asdict(replace(ours, floor="1")) == asdict(replace(theirs, floor="1"))


def test_a_value_is_a_dataclass_with_the_same_fields() -> None:
    assert is_dataclass(Ours)
    assert [each.name for each in fields(Ours)] == [each.name for each in fields(Theirs)]


@pytest.mark.parametrize("name", ["name", "vlan", "unknown"])
def test_nothing_of_a_value_is_changed(name: str) -> None:
    place = Ours("a")

    with pytest.raises(FrozenInstanceError):
        setattr(place, name, "b")
    with pytest.raises(FrozenInstanceError):
        delattr(place, name)
    assert place == Ours("a")


def test_a_value_is_equal_to_none_of_another_class_and_a_secret_is_not_shown() -> None:
    assert Ours("a") != Theirs("a")
    assert Ours("a") != ("a", 7, "s", {}, "")
    assert "secret" not in repr(Ours("a", 7, "hush"))
    with pytest.raises(TypeError):
        Ours("a", 7, "s", [], {}, "1")


def test_no_signature_is_computed_for_a_value_without_a_docstring(monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[object] = []
    monkeypatch.setattr(inspect, "signature", lambda cls: computed.append(cls) or inspect.Signature())

    ours, theirs = place(value), place(dataclass(frozen=True))

    assert computed == [theirs]
    assert ours.__doc__ == "Place"


def test_what_functions_import_is_made_of_values() -> None:
    written_out = [file for file in files("shared") if "@dataclass(frozen=True)" in (ROOT / file).read_text()]

    assert written_out == []
