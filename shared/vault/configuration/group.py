"""Groups of settings: objects of a request whose fields are declared as settings."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Protocol, runtime_checkable

from pydantic import model_validator
from pydantic.fields import FieldInfo

from vault.configuration.setting import Assignment, Setting
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import Wire, plain_types


@runtime_checkable
class _Thing(Protocol):
    """What a reference has found."""

    @property
    def id(self) -> str: ...

    @property
    def venue_ids(self) -> frozenset[str]: ...


class Settings(Wire):
    """A group of settings, in the documented order; a group may be the type of a field of another one.

    On the wire a member of a group may also stand beside the group, under both names joined by a dot, and a member
    `X_Y` or `Y.X` may be given as the member X of an object Y.
    """

    label_prefix: ClassVar[str] = ""
    needs: ClassVar[Permission | None] = None

    @model_validator(mode="before")
    @classmethod
    def nest(cls, body: object) -> object:
        """Put members under joined names where they belong. Raises ValueError where an object of members is none."""
        if not isinstance(body, dict):
            return body
        names = {wire_name(name): name for name in cls.model_fields}
        groups = [name for name, field_name in names.items() if find_group(cls.model_fields[field_name])]
        joined = {name: inner for name, inner in body.items() if name not in names and isinstance(name, str)}
        nested = {name: body[name] for name in groups if isinstance(body.get(name), dict)}
        for name, requested in joined.items():
            group = next((group for group in groups if name.startswith(f"{group}.")), None)
            if group and (group in nested or body.get(group) is None):
                nested[group] = {name.removeprefix(f"{group}."): requested, **nested.get(group, {})}
        merged = {**_unfold(joined, names), **body, **nested}
        empty = {name for name, field_name in names.items() if merged.get(name) == "" and cls._skips_empty(field_name)}
        return {name: requested for name, requested in merged.items() if name not in empty}

    @classmethod
    def _skips_empty(cls, name: str) -> bool:
        """Whether an empty text in a field is as if absent: in each that takes texts and is a setting, not an order."""
        model_field = cls.model_fields[name]
        settings = list(find_settings(model_field))
        takes_text = str in plain_types(model_field.annotation) and not model_field.is_required()
        return takes_text and bool(settings) and not any(setting.takes_empty for setting in settings)

    def assignments(self, path: str = "") -> Iterator[Assignment]:
        """The settings that are requested, in order; None and what is empty give none."""
        for name, model_field in type(self).model_fields.items():
            requested = getattr(self, name)
            if isinstance(requested, Settings):
                yield from requested.assignments(f"{path}{wire_name(name)}.")
                continue
            for setting in find_settings(model_field):
                if _is_given(setting, requested):
                    yield self._assign(setting, name, path, requested)

    def _assign(self, setting: Setting, name: str, path: str, requested: object) -> Assignment:
        label = setting.label or self.label_prefix + wire_name(name)
        return Assignment(setting, path + wire_name(name), label, setting.needs or self.needs, _plain(requested))


def find_settings(model_field: FieldInfo) -> Iterator[Setting]:
    return (mark for mark in model_field.metadata if isinstance(mark, Setting))


def find_group(model_field: FieldInfo) -> type[Settings] | None:
    """The group that is the type of a field."""
    return next((kind for kind in plain_types(model_field.annotation) if issubclass(kind, Settings)), None)


def _unfold(joined: dict[str, object], names: dict[str, str]) -> dict[str, object]:
    """Members `X_Y` and `Y.X` that are given as the member X of an object Y."""
    for name, members in joined.items():
        if not isinstance(members, dict) and members not in (None, "") and _is_object(name, names):
            raise ValueError(name)
    return {
        known: requested
        for name, members in joined.items()
        if isinstance(members, dict)
        for inner, requested in members.items()
        for known in (f"{inner}_{name}", f"{name}.{inner}")
        if known in names
    }


def _is_object(name: str, names: Iterable[str]) -> bool:
    """Whether several of the known names are those of its members."""
    return sum(known.startswith(f"{name}.") or known.endswith(f"_{name}") for known in names) > 1


def _is_given(setting: Setting, requested: object) -> bool:
    return requested not in ((None, False, [], {}) if setting.prop is None else (None, ""))


def _plain(requested: object) -> object:
    """A thing that a reference found as its id."""
    return requested.id if isinstance(requested, _Thing) else requested
