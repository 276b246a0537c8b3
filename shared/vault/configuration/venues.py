"""Change the settings of a venue."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.configuration import service
from vault.configuration.group import Settings
from vault.configuration.model import ConfiguredVenue
from vault.configuration.service import Outcome


def configure(ctx: CallContext, venue: ConfiguredVenue, settings: Settings) -> Outcome:
    """Change them, and record what changed. Raises FieldNotYours, the errors of checks and rules."""
    outcome = service.configure(ctx, venue, settings)
    if outcome.changes:
        audit.record(ctx, AuditEvent.VENUE_CONFIGURED, venue_id=venue.id, **outcome.changes.audit_details())
    return outcome
