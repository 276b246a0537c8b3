"""Change the settings of a venue."""

from dataclasses import replace

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.configuration import service
from vault.configuration.group import Settings
from vault.configuration.model import ConfiguredVenue
from vault.configuration.service import Outcome
from vault.configuration.venue import VenueSettings
from vault.unit_deletion import service as unit_deletion
from vault.unit_deletion.model import Selection


def configure(ctx: CallContext, venue: ConfiguredVenue, settings: Settings) -> Outcome:
    """Change them, and record what changed. Raises FieldNotYours, the errors of checks and rules."""
    outcome = service.configure(ctx, venue, settings)
    if outcome.changes:
        audit.record(ctx, AuditEvent.VENUE_CONFIGURED, venue_id=venue.id, **outcome.changes.audit_details())
    return outcome


def configure_and_delete_units(ctx: CallContext, venue: ConfiguredVenue, settings: VenueSettings) -> Outcome:
    """Change the settings, then delete the empty units where that is asked for: both or, at first, neither.

    Raises the errors of `configure`, UnitsOccupied, Unavailable.
    """
    outcome = configure(ctx, venue, settings)
    if not settings.delete_empty_venue_units:
        return outcome
    remark = unit_deletion.delete_units(ctx, Selection(venue.id), force=bool(settings.force_delete))
    return replace(outcome, remarks=(*outcome.remarks, remark))
