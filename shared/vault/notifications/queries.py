"""Gremlin traversals for the recipient of a notification, and for an operator's own templates."""

from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Merge, Steps, T, __, merge_edge, with_properties, without_properties
from vault.kernel import ids
from vault.kernel.locales import Locale
from vault.notifications.model import NotificationRequest
from vault.notifications.own_templates import EMAIL, SMS, OwnTemplate
from vault.notifications.variables import NAMES
from vault.people import queries as people


def recipient(request: NotificationRequest) -> Steps:
    """The operator, the person, the venue, the unit, each a list of at most one; and the own templates."""
    person = __.V(ids.subscriber_id(request.token)).has_label(Label.SUBSCRIBER)
    name = NAMES[request.template]
    own = [
        ids.message_template_id(request.operator_id, channel, locale, name)
        for channel in (EMAIL, SMS)
        for locale in Locale
    ]
    return (
        __.inject(0)
        .project("operator", "person", "venue", "unit", "templates")
        .by(__.V(request.operator_id).has_label(Label.OPERATOR, Label.PROVIDER).element_map().fold())
        .by(people.person_with_identities(person).fold())
        .by(__.V(request.venue_id or "none").has_label(Label.VENUE).element_map().fold())
        .by(__.V(request.unit_id or "none").has_label(Label.UNIT).element_map().fold())
        .by(__.V(*own).has_label(Label.MESSAGE_TEMPLATE).element_map().fold())
    )


def operator_templates(operator_id: str) -> Steps:
    return __.V(operator_id).in_(Edge.TEMPLATE_OF).element_map()


def save_template(operator_id: str, own: OwnTemplate) -> list[Steps]:
    template = ids.message_template_id(operator_id, own.channel, own.locale, own.name)
    vertex = {T.id: template, T.label: Label.MESSAGE_TEMPLATE}
    texts = {Prop.SUBJECT: own.subject, Prop.HTML: own.html, Prop.TEXT: own.text}
    about = {Prop.KIND: own.channel, Prop.LOCALE: own.locale, Prop.NAME: own.name}
    absent = [name for name, text in texts.items() if not text]
    steps = without_properties(__.V(template), *absent)
    return [
        __.merge_v(vertex).option(Merge.on_create, vertex),
        merge_edge(template, Edge.TEMPLATE_OF, operator_id, ids.edge_id(template, Edge.TEMPLATE_OF, operator_id)),
        with_properties(steps, **about, **{name: text or None for name, text in texts.items()}),
    ]


def remove_template(operator_id: str, own: OwnTemplate) -> Steps:
    return __.V(ids.message_template_id(operator_id, own.channel, own.locale, own.name)).drop()
