"""Names of the API's fields: Python name, wire name and type."""

from collections.abc import Mapping

from vault.kernel.answer_terms import ANSWER_FIELDS
from vault.kernel.request_terms import REQUEST_FIELDS
from vault.kernel.typed_terms import TYPED_FIELDS

UNTYPED_FIELDS: Mapping[str, str] = {**REQUEST_FIELDS, **ANSWER_FIELDS}
"""Fields whose type each model declares."""

WIRE_NAMES_BY_FIELD: Mapping[str, str] = {**UNTYPED_FIELDS, **{name: wire for name, (wire, _) in TYPED_FIELDS.items()}}


class _TermMissing(KeyError):
    """A field has a name that the vocabulary lacks."""

    def __str__(self) -> str:
        name = self.args[0]
        return f"{name} has no name on the wire: add it in request_terms.py or answer_terms.py of shared/vault/kernel."


def wire_name(name: str) -> str:
    """Raises KeyError."""
    if name not in WIRE_NAMES_BY_FIELD:
        raise _TermMissing(name)
    return WIRE_NAMES_BY_FIELD[name]


def wire_type(name: str) -> type | None:
    """The type of a field that always has the same one, else None. Raises KeyError."""
    if name not in WIRE_NAMES_BY_FIELD:
        raise _TermMissing(name)
    return None if name in UNTYPED_FIELDS else TYPED_FIELDS[name][1]
