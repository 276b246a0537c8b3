"""List the texts of the operator's SMS, the variables that each may use, and the terms."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.readmodels.message_template_views import OperatorProfileView, SmsTemplatesView
from vault.readmodels.message_templates import MessageTemplatesRef
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest


class ListSmsTemplates(SignedInRequest):
    templates: MessageTemplatesRef


class SmsTemplatesListed(Response, OperatorProfileView):
    sms_configuration: SmsTemplatesView
    terms_by_locale: dict[str, str]


@endpoint(
    "/networkoperatorconsole/equipment/listSMSTemplates",
    requires=Permission.TEMPLATES_READ,
    uses=(Graph.CONSISTENT_READ,),
    example={},
)
def handler(body: ListSmsTemplates, ctx: CallContext) -> SmsTemplatesListed:
    audit.record(ctx, AuditEvent.SMS_TEMPLATES_READ)
    return SmsTemplatesListed.from_value(
        OperatorProfileView.from_operator(body.templates.operator),
        sms_configuration=SmsTemplatesView.from_templates(body.templates),
        terms_by_locale=dict(body.templates.terms),
    )
