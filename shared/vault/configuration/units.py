"""Change the settings of a unit."""

from collections.abc import Mapping

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.configuration import service
from vault.configuration.configured_units import ConfiguredUnit
from vault.configuration.group import Settings
from vault.configuration.service import Outcome
from vault.configuration.setting import Assignment
from vault.configuration.unit import UnitSettings
from vault.graph.schema import Prop, Row
from vault.kernel.addresses import AddressInput
from vault.kernel.errors import FieldNotYours
from vault.kernel.messages import JoinedTexts
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire_name
from vault.kernel.webhook_events import WebhookEvent
from vault.keypool_lifecycle.configure import DeletionStandsAlone
from vault.outbox.messages import queue_webhook
from vault.unit_deletion import service as unit_deletion
from vault.unit_deletion.model import Selection

ADDRESS_PARTS = {
    Prop.ADDRESS_LINE_1: "address_line_1",
    Prop.ADDRESS_LINE_2: "address_line_2",
    Prop.CITY: "city",
    Prop.STATE: "state",
    Prop.COUNTRY: "country",
    Prop.POSTAL_CODE: "postal_code",
}


def configure(ctx: CallContext, unit: ConfiguredUnit, settings: UnitSettings) -> JoinedTexts:
    """Return what the answer says; a unit is changed or deleted, not both, and never by forceDelete alone.

    Raises FieldNotYours, DeletionStandsAlone, UnitOccupied, the errors of the rules and of `AddressInput.validate`.
    """
    for field in settings.deletions():
        if not ctx.has_permission(Permission.UNITS_DELETE):
            raise FieldNotYours(field=wire_name(field))
    if not settings.delete_empty_venue_unit:
        return _change(ctx, unit, settings).message
    if any(settings.assignments()):
        raise DeletionStandsAlone
    return unit_deletion.delete_units(ctx, Selection(unit.venue_id, unit.id), force=settings.force_delete is True)


def update_address(ctx: CallContext, unit: ConfiguredUnit, settings: Settings) -> Row:
    """Return the properties of the unit as they will be. Raises the same errors as `configure`."""
    changes = _change(ctx, unit, settings).changes
    return {**unit.vertex, **{prop: each.after for prop, each in changes.by_name.items()}}


def _change(ctx: CallContext, unit: ConfiguredUnit, settings: Settings) -> Outcome:
    outcome = service.configure(ctx, unit, settings, _stored_address(unit, settings))
    if outcome.changes:
        details = outcome.changes.audit_details()
        audit.record(ctx, AuditEvent.UNIT_CONFIGURED, venue_id=unit.venue_id, unit_id=unit.id, **details)
        queue_webhook(ctx, WebhookEvent.VENUE_UNIT_UPDATED, venue=unit.venue_id, unit=unit.id)
    return outcome


def _stored_address(unit: ConfiguredUnit, settings: Settings) -> Mapping[str, object]:
    """The requested parts of the address as they are stored: codes for names of states, for example."""
    requested = {each.setting.prop: each for each in settings.assignments() if each.setting.prop in ADDRESS_PARTS}
    if not requested:
        return {}
    parts = {name: _text_of(requested[prop]) for prop, name in ADDRESS_PARTS.items() if prop in requested}
    whole = AddressInput(**parts).inheriting(unit.unit.address).validate()
    return {prop: getattr(whole, name) for prop, name in ADDRESS_PARTS.items() if prop in requested}


def _text_of(assignment: Assignment) -> str:
    return "" if assignment.is_removal else str(assignment.value)
