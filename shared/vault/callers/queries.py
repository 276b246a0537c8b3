"""Gremlin queries about callers."""

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __
from vault.kernel import ids


def person_with_grants(token: str) -> Steps:
    person = __.V(ids.subscriber_id(token)).has_label(Label.SUBSCRIBER)
    grants = __.out_e(Edge.STAFF_OF).project("role", "at").by(Prop.ROLE).by(__.in_v().id_())
    return (
        person.project("person", "home", "grants")
        .by(__.element_map().fold())
        .by(__.out(Edge.BELONGS_TO).element_map().fold())
        .by(grants.fold())
    )


def radius_server_with_operator(server_id: str) -> Steps:
    server = __.V(server_id).has_label(Label.RADIUS_SERVER)
    return server.project("server", "home").by(__.element_map()).by(__.in_(Edge.HAS_RADIUS_SERVER).element_map())
