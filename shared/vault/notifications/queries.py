"""The graph's answers about whom a notification is for."""

from vault.graph.schema import Label, Prop
from vault.graph.steps import Steps, __
from vault.kernel import ids
from vault.notifications.model import Order
from vault.people import queries as people


def addressee(order: Order) -> Steps:
    """The operator, the person and the venue of an order, each a list of one or none."""
    person = __.V(ids.subscriber_id(order.token)).has_label(Label.SUBSCRIBER)
    return (
        __.inject(0)
        .project("operator", "person", "venue")
        .by(__.V(order.operator_id).has_label(Label.OPERATOR, Label.PROVIDER).element_map().fold())
        .by(people.view(person).fold())
        .by(__.V(order.venue_id or "none").has_label(Label.VENUE).values(Prop.NAME).fold())
    )
