"""The graph's answer about a caller."""

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __
from vault.kernel import ids


def caller(token: str) -> Steps:
    """The person with this SubscriberToken, their operator, and their roles with where they hold them."""
    person = __.V(ids.subscriber_id(token)).has_label(Label.SUBSCRIBER)
    grants = __.out_e(Edge.STAFF_OF).project("role", "at").by(Prop.ROLE).by(__.in_v().id_())
    return (
        person.project("person", "home", "grants")
        .by(__.element_map().fold())
        .by(__.out(Edge.BELONGS_TO).element_map().fold())
        .by(grants.fold())
    )
