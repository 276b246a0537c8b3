"""A request field that names the operator of the call, with what the rules of some settings look at."""

from typing import Annotated, Protocol

from vault.callers.references import TENANT, Lookup
from vault.configuration.model import ConfiguredOperator
from vault.configuration.operator import TermsSettings
from vault.configuration.templates import MailSettings, SmsSettings
from vault.graph.schema import Edge, Prop
from vault.graph.steps import Steps, __, empty_steps
from vault.keypools.queries import by_tenant
from vault.operators.model import OperatorNotFound


class _OperatorSettingsRequest(Protocol):
    terms_by_locale: TermsSettings | None
    email_configuration: MailSettings | None
    sms_configuration: SmsSettings | None


def _with_keypools_and_texts(operator: Steps, request: _OperatorSettingsRequest) -> Steps:
    """An operator with its keypools, and with its terms and templates where some are given."""
    keypools = __.out(Edge.HAS_KEYPOOL).project("ssid", "scope").by(Prop.SSID).by(Prop.SCOPE)
    terms = __.in_(Edge.TERMS_OF) if request.terms_by_locale else empty_steps()
    has_templates = request.email_configuration or request.sms_configuration
    templates = __.in_(Edge.TEMPLATE_OF) if has_templates else empty_steps()
    return (
        operator.project("vertex", "venues", "keypools", "terms", "templates")
        .by(__.element_map())
        .by(__.out(Edge.HAS_VENUE).count())
        .by(keypools.fold())
        .by(terms.element_map().fold())
        .by(templates.element_map().fold())
    )


CONFIGURED_OPERATOR = Lookup(
    finders={TENANT: by_tenant},
    view=_with_keypools_and_texts,
    wants=_OperatorSettingsRequest,
    build=ConfiguredOperator.from_row,
    not_found_error=OperatorNotFound,
)

ConfiguredOperatorRef = Annotated[ConfiguredOperator, CONFIGURED_OPERATOR]
