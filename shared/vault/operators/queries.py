"""Gremlin queries about operators."""

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __
from vault.kernel import ids


def by_id(operator_id: str) -> Steps:
    return __.V(operator_id).has_label(Label.OPERATOR)


def with_id(tenant_id: str) -> Steps:
    """An operator, or the provider, which no request may name by its id."""
    return __.V(tenant_id).has_label(Label.OPERATOR, Label.PROVIDER)


def by_issuer(issuer: str) -> Steps:
    return __.V().has_label(Label.OPERATOR, Label.PROVIDER).has(Prop.ISSUER, issuer)


def by_radius_server(server_id: str) -> Steps:
    return __.V(server_id).has_label(Label.RADIUS_SERVER).in_(Edge.HAS_RADIUS_SERVER)


def by_origin(origin: str) -> Steps:
    return __.V(ids.origin_id(origin)).has_label(Label.ORIGIN).out(Edge.IDENTIFIES)


def with_issuer() -> Steps:
    return __.V().has_label(Label.OPERATOR, Label.PROVIDER).has(Prop.ISSUER)
