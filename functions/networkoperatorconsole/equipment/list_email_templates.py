"""List the texts of the operator's mails, the variables that each may use, and the brand."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.readmodels.message_template_views import EmailTemplatesView, OperatorProfileView
from vault.readmodels.message_templates import MessageTemplatesRef
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest


class ListEmailTemplates(SignedInRequest):
    templates: MessageTemplatesRef


class EmailTemplatesListed(Response, OperatorProfileView):
    email_configuration: EmailTemplatesView


@endpoint(
    "/networkoperatorconsole/equipment/listEmailTemplates",
    requires=Permission.TEMPLATES_READ,
    uses=(Graph.CONSISTENT_READ,),
    example={},
)
def handler(body: ListEmailTemplates, ctx: CallContext) -> EmailTemplatesListed:
    audit.record(ctx, AuditEvent.EMAIL_TEMPLATES_READ)
    profile = OperatorProfileView.from_operator(body.templates.operator)
    return EmailTemplatesListed.from_value(
        profile, email_configuration=EmailTemplatesView.from_templates(body.templates)
    )
