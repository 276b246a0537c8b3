"""Vertices that exist so that a name is unique: an e-mail address, an external id, the origin of a console."""

from vault.graph.schema import Edge
from vault.graph.steps import Steps, new_edge, new_vertex
from vault.kernel import ids


def new_identifier(label: str, vertex_id: str, named: str, **properties: object) -> list[Steps]:
    """Add the vertex of a name of the vertex `named`. Fails where the name is taken."""
    return [
        new_vertex(label, vertex_id, **properties),
        new_edge(vertex_id, Edge.IDENTIFIES, named, ids.edge_id(vertex_id, Edge.IDENTIFIES, named)),
    ]
