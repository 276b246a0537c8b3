"""Settings whose values are unique: each value is an identifier of one thing."""

from collections.abc import Callable

from vault.callers.model import CallContext
from vault.configuration.setting import Changes
from vault.graph.identifiers import new_identifier
from vault.graph.steps import __
from vault.kernel.errors import DomainError


def replace_identifier(
    ctx: CallContext, changes: Changes, prop: str, label: str, vertex_id: Callable[[str], str], taken: DomainError
) -> None:
    """Let the identifier of the new value name the thing, in place of that of the value before.

    `vertex_id` gives the id of a value's vertex. Where another thing has the new value, the commit raises `taken`.
    """
    before, after = changes.value_before(prop), changes.value_after(prop)
    if before:
        ctx.tx.change(__.V(vertex_id(str(before))).drop())
    if after:
        vertex = vertex_id(str(after))
        ctx.tx.claim(vertex, taken)
        ctx.tx.change(*new_identifier(label, vertex, changes.thing.id))
