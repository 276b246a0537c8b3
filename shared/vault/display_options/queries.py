"""Gremlin queries about display options."""

from collections.abc import Callable

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Merge, Steps, T, __, merge_edge, with_properties
from vault.kernel import ids
from vault.operators.model import Operator


def by_id(option_id: str, _operator: Callable[[], Operator]) -> Steps:
    """The option; for the built-in one, where it was not replaced, its operator."""
    option = __.V(option_id).has_label(Label.DISPLAY_OPTION)
    operator_id = ids.operator_of_default_display_option(option_id)
    return __.coalesce(option, __.V(operator_id).has_label(Label.OPERATOR)) if operator_id else option


def view(option: Steps) -> Steps:
    owner = __.coalesce(__.in_(Edge.HAS_DISPLAY_OPTION).id_(), __.id_())
    return option.project("vertex", "operator").by(__.element_map()).by(owner)


def operators_with_options(operators: Steps) -> Steps:
    options = __.out(Edge.HAS_DISPLAY_OPTION).element_map().fold()
    return operators.has_label(Label.OPERATOR).project("operator", "options").by(T.id).by(options)


def save(operator_id: str, option_id: str, name: str, configuration: str) -> list[Steps]:
    """Add the option, or replace the configuration of one that is there."""
    vertex = {T.id: option_id, T.label: Label.DISPLAY_OPTION}
    tie = (operator_id, Edge.HAS_DISPLAY_OPTION, option_id)
    return [
        __.merge_v(vertex).option(Merge.on_create, vertex),
        merge_edge(*tie, ids.edge_id(*tie)),
        with_properties(__.V(option_id), **{Prop.NAME: name, Prop.DISPLAY_CONFIGURATION: configuration}),
    ]
