"""Check at import that a request model has what the views of its references read of it."""

import inspect
from collections.abc import Callable, Iterator, Mapping

from pydantic import BaseModel

from vault.callers.references import Reference
from vault.kernel.wire import allows_none, plain_types


def check_references(model: type[BaseModel], references: Mapping[str, Reference]) -> None:
    """Raise TypeError with a sentence that names what the model lacks."""
    for name, reference in references.items():
        wants = reference.lookup.wants
        problems = [*_wrong_members(model, wants)] if wants else []
        problems += _missing_texts(references, reference)
        if problems:
            message = f"{model.__name__} {' and '.join(problems)}: the view of its reference {name!r} reads it"
            raise TypeError(message)


def _wrong_members(model: type[BaseModel], wants: type) -> Iterator[str]:
    """What a model lacks of a protocol, or has with another type; of generic types the presence alone is checked."""
    for base in wants.__mro__:
        if base.__module__ in {"typing", "builtins"}:
            continue
        for name, annotation in inspect.get_annotations(base).items():
            if not _has_attribute(model, name, annotation):
                yield f"has no field {name!r} of type {inspect.formatannotation(annotation)}"
        for name, method in vars(base).items():
            if inspect.isfunction(method) and not name.startswith("_") and not _has_method(model, name, method):
                yield f"has no method {name}{inspect.signature(method)}"


def _has_attribute(model: type[BaseModel], name: str, annotation: object) -> bool:
    field = model.model_fields.get(name)
    if field is None:
        return False
    accepted = tuple(plain_types(annotation))
    return allows_none(annotation) >= allows_none(field.annotation) and (
        not accepted or all(issubclass(kind, accepted) for kind in plain_types(field.annotation))
    )


def _has_method(model: type[BaseModel], name: str, method: Callable[..., object]) -> bool:
    found = getattr(model, name, None)
    return inspect.isfunction(found) and inspect.get_annotations(found) == inspect.get_annotations(method)


def _missing_texts(references: Mapping[str, Reference], reference: Reference) -> Iterator[str]:
    """The texts that a view reads are its own reference's, or those of one that nothing else can name."""
    always = {other.by[0] for other in references.values() if other.is_required and len(other.by) == 1}
    for field in reference.lookup.texts:
        if field not in always and field not in reference.by:
            yield f"has no required reference by {field!r} alone"
