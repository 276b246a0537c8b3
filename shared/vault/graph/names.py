"""Names of the things that have certain ids."""

from collections.abc import Iterable

from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import T, __
from vault.kernel.errors import DomainError
from vault.kernel.ids import IdChoices


def find_names(label: str, vertex_ids: Iterable[str]) -> dict[str, str]:
    """By id, of those that there are."""
    found = __.V(*vertex_ids).has_label(label).project("id", "name").by(T.id).by(Prop.NAME)
    return {row["id"]: row["name"] for row in execute(found)}


def choose_id(label: str, choices: IdChoices, name: str, taken: DomainError) -> str:
    """The id of a new thing of this name. Raises `taken` where there is one of the name; Unavailable."""
    names = find_names(label, choices)
    if choices.find_alike(name, names):
        raise taken
    return choices.choose(names)
