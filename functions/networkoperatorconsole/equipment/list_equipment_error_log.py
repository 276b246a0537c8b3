"""Read the errors of a venue's equipment of the last 72 hours, newest first."""

from vault.audit import entries as audit
from vault.audit import log_reader
from vault.audit.events import AuditEvent
from vault.audit.model import EQUIPMENT_ERROR_WINDOW, Window
from vault.callers.model import CallContext
from vault.equipment.error_log import find_errors
from vault.equipment.log_views import EquipmentErrorView, key_errors
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate
from vault.venues.references import VenueRef


class ListEquipmentErrorLog(SignedInRequest, Paged):
    venue: VenueRef


class EquipmentErrorLog(Response):
    equipment_errors: list[EquipmentErrorView]
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/equipment/listEquipmentErrorLog",
    requires=Permission.EQUIPMENT_LOG_READ,
    uses=(Graph.CONSISTENT_READ,),
    example={"venue_id": Placeholder.VENUE_ID, "pagination": {"limit": 10}},
)
def handler(body: ListEquipmentErrorLog, ctx: CallContext) -> EquipmentErrorLog:
    window = Window.from_bounds(None, None, EQUIPMENT_ERROR_WINDOW)
    errors = find_errors(log_reader.read_equipment_errors(body.venue.id, window))
    listed, page = paginate(key_errors(errors), body.pagination)
    audit.record(ctx, AuditEvent.EQUIPMENT_ERROR_LOG_READ, venue_id=body.venue.id)
    message = text(Message.EQUIPMENT_ERRORS_FOUND, count=len(errors))
    return EquipmentErrorLog.from_value(message=message, equipment_errors=[*listed.values()], page=page)
