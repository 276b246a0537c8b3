"""Gremlin traversals for terms."""

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Merge, Steps, T, __, merge_edge, with_properties
from vault.kernel import ids


def venue_with_terms(venue: Steps) -> Steps:
    return (
        venue.project("venue", "operator", "terms")
        .by(T.id)
        .by(__.out(Edge.BELONGS_TO).id_().fold())
        .by(__.out(Edge.BELONGS_TO).in_(Edge.TERMS_OF).element_map().fold())
    )


def write(operator_id: str, locale: str, text: str, changed_at: int) -> list[Steps]:
    terms = ids.terms_id(operator_id, locale)
    vertex = {T.id: terms, T.label: Label.TERMS}
    properties = {Prop.LOCALE: locale, Prop.TEXT: text, Prop.CHANGED_AT: changed_at}
    return [
        __.merge_v(vertex).option(Merge.on_create, vertex),
        merge_edge(terms, Edge.TERMS_OF, operator_id, ids.edge_id(terms, Edge.TERMS_OF, operator_id)),
        with_properties(__.V(terms), **properties),
    ]
