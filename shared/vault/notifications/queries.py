"""Gremlin traversal for the recipient of a notification."""

from vault.graph.schema import Label, Prop
from vault.graph.steps import Steps, __
from vault.kernel import ids
from vault.notifications.model import NotificationRequest
from vault.people import queries as people


def recipient(request: NotificationRequest) -> Steps:
    """The operator, the person and the venue's name, each a list of at most one."""
    person = __.V(ids.subscriber_id(request.token)).has_label(Label.SUBSCRIBER)
    return (
        __.inject(0)
        .project("operator", "person", "venue")
        .by(__.V(request.operator_id).has_label(Label.OPERATOR, Label.PROVIDER).element_map().fold())
        .by(people.person_with_identities(person).fold())
        .by(__.V(request.venue_id or "none").has_label(Label.VENUE).values(Prop.NAME).fold())
    )
