"""Gremlin steps for building queries."""

from typing import TypeAlias

from gremlin_python.process.graph_traversal import GraphTraversal, __
from gremlin_python.process.traversal import Cardinality, Direction, Merge, Order, P, Pop, Scope, T, TextP

Steps: TypeAlias = GraphTraversal
single = Cardinality.single

__all__ = ["Cardinality", "Direction", "Merge", "Order", "P", "Pop", "Scope", "Steps", "T", "TextP", "__", "single"]


def empty_steps() -> Steps:
    """Steps that yield nothing, in place of some that are not needed."""
    return __.not_(__.identity())


def new_vertex(label: str, vertex_id: str, **properties: object) -> Steps:
    """Add a vertex with our own id; None values are left out. Fails where the id is taken."""
    return with_properties(__.add_v(label).property(T.id, vertex_id), **properties)


def with_properties(steps: Steps, **properties: object) -> Steps:
    """Set properties with cardinality single; where the value is None, the property stays as it is."""
    for name, value in properties.items():
        if value is not None:
            steps = steps.property(single, name, value)
    return steps


def without_properties(steps: Steps, *names: str) -> Steps:
    return steps.side_effect(__.properties(*names).drop()) if names else steps


def new_edge(source: str, label: str, target: str, edge_id: str, **properties: object) -> Steps:
    """Add an edge between existing vertices with our own id. Fails where the id is taken."""
    steps = __.V(source).add_e(label).to(__.V(target)).property(T.id, edge_id)
    for name, value in properties.items():
        if value is not None:
            steps = steps.property(name, value)
    return steps


def merge_edge(source: str, label: str, target: str, edge_id: str) -> Steps:
    """Add an edge unless it exists; a missing end is a Conflict, where `new_edge` would add nothing."""
    return __.merge_e({T.id: edge_id, T.label: label, Direction.OUT: source, Direction.IN: target})
