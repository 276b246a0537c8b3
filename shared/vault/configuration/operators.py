"""Change the settings of an operator."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.configuration import service
from vault.configuration.model import ConfiguredOperator
from vault.configuration.operator import OperatorSettings
from vault.configuration.redeployment import check_again
from vault.configuration.webhooks import provide_signing_secret
from vault.kernel.messages import JoinedTexts
from vault.kernel.values import value
from vault.operators import service as tenants


@value
class OperatorOutcome:
    """What an answer says; a new signing secret is in it once."""

    message: JoinedTexts
    webhook_signing_secret: str | None


def configure(ctx: CallContext, operator: ConfiguredOperator, settings: OperatorSettings) -> OperatorOutcome:
    """Change them, and record what changed. Raises FieldNotYours, the errors of checks and rules."""
    outcome = service.configure(ctx, operator, settings)
    secret = None
    if outcome.changes:
        secret = provide_signing_secret(ctx, outcome.changes)
        audit.record(ctx, AuditEvent.OPERATOR_CONFIGURED, **outcome.changes.audit_details())
    if not settings.redeploy:
        return OperatorOutcome(outcome.message, secret)
    tenants.clear_cache()
    return OperatorOutcome(JoinedTexts((outcome.message, check_again(ctx, operator))), secret)
