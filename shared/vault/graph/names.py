"""Names of the things that have certain ids."""

from collections.abc import Iterable

from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import T, __


def find_names(label: str, vertex_ids: Iterable[str]) -> dict[str, str]:
    """By id, of those that there are."""
    found = __.V(*vertex_ids).has_label(label).project("id", "name").by(T.id).by(Prop.NAME)
    return {row["id"]: row["name"] for row in execute(found)}
