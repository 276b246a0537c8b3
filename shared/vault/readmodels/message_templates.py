"""The templates of an operator's mails and SMS: its own, else the built-in ones; with its terms and its brand."""

from collections.abc import Mapping
from typing import Annotated, Self

from vault.callers.references import TENANT, Lookup
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import Steps, __
from vault.kernel.locales import Locale
from vault.kernel.values import value
from vault.keypools.queries import by_tenant
from vault.notifications.own_templates import EMAIL, SMS, OwnTemplate
from vault.notifications.rendering import read_built_in
from vault.notifications.variables import RULES, TemplateName
from vault.operators.model import Operator, OperatorNotFound


@value
class MessageTemplates:
    """`own` by channel, locale and name; `terms` by locale."""

    operator: Operator
    own: Mapping[tuple[str, Locale, TemplateName], OwnTemplate]
    terms: Mapping[str, str]
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        own = map(OwnTemplate.from_vertex, row["templates"])
        return cls(
            operator=Operator.from_row(row["operator"]),
            own={each.place: each for each in own},
            terms={vertex[Prop.LOCALE]: vertex[Prop.TEXT] for vertex in row["terms"]},
        )

    @property
    def id(self) -> str:
        return self.operator.id

    @property
    def operator_id(self) -> str:
        return self.operator.id

    def in_effect(self, channel: str, locale: Locale) -> dict[TemplateName, OwnTemplate]:
        """What is sent: own texts, and the built-in ones where they leave something out."""
        found = {name: self._find(channel, locale, name) for name in TemplateName}
        return {name: template for name, template in found.items() if template}

    def is_own(self, template: OwnTemplate) -> bool:
        return template.place in self.own

    def _find(self, channel: str, locale: Locale, name: TemplateName) -> OwnTemplate | None:
        own = self.own.get((channel, locale, name))
        sent = RULES[name].sent
        if sent is None or (own and (own.subject or channel == SMS)):
            return own
        subject, html, text = (read_built_in(sent, locale, part) for part in ("subject", "html", "txt"))
        if own:
            return OwnTemplate(channel, locale, name, subject, own.html, own.text)
        if channel == EMAIL:
            return OwnTemplate(channel, locale, name, subject, html, text)
        return OwnTemplate(channel, locale, name, text=read_built_in(sent, locale, "sms"))


def _view(operator: Steps) -> Steps:
    return (
        operator.project("operator", "templates", "terms")
        .by(__.element_map())
        .by(__.in_(Edge.TEMPLATE_OF).element_map().fold())
        .by(__.in_(Edge.TERMS_OF).element_map().fold())
    )


MESSAGE_TEMPLATES = Lookup(
    finders={TENANT: by_tenant},
    view=_view,
    build=MessageTemplates.from_row,
    not_found_error=OperatorNotFound,
)
MessageTemplatesRef = Annotated[MessageTemplates, MESSAGE_TEMPLATES]
