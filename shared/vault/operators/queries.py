"""The graph's answers about operators."""

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, __
from vault.kernel import ids


def by_id(operator_id: str) -> Steps:
    """The operator with this id."""
    return __.V(operator_id).has_label(Label.OPERATOR)


def by_issuer(issuer: str) -> Steps:
    """The operator or provider whose user pool issues these tokens."""
    return __.V().has_label(Label.OPERATOR, Label.PROVIDER).has(Prop.ISSUER, issuer)


def by_radius_server(server_id: str) -> Steps:
    """The operator to which a RADIUS server belongs."""
    return __.V(server_id).has_label(Label.RADIUS_SERVER).in_(Edge.HAS_RADIUS_SERVER)


def by_origin(origin: str) -> Steps:
    """The operator or provider whose console has this URL."""
    return __.V(ids.origin_id(origin)).has_label(Label.ORIGIN).out(Edge.IDENTIFIES)


def with_issuer() -> Steps:
    """Everybody who has a user pool."""
    return __.V().has_label(Label.OPERATOR, Label.PROVIDER).has(Prop.ISSUER)
