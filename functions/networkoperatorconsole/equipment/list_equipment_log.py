"""Read the log of a piece of equipment of the last 15 days, newest first: who changed it, and what was done there."""

from typing import Annotated

from vault.audit import entries as audit
from vault.audit import log_reader
from vault.audit.events import AuditEvent
from vault.audit.model import EQUIPMENT_WINDOW, Window
from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.equipment.log_views import EquipmentView
from vault.equipment.model import EquipmentAmbiguous
from vault.equipment.references import NamesakesRef
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.log_page import LogPage, build_log_page
from vault.runtime.models import SignedInRequest
from vault.runtime.pagination import Paged

BY = ("equipment_id_internal", "equipment_id")


class ListEquipmentLog(SignedInRequest, Paged):
    namesakes: Annotated[NamesakesRef, Naming(by=BY, documented=("equipment_id",), first_only=True)]


class EquipmentLog(LogPage, EquipmentView):
    equipment_name: str


@endpoint(
    "/networkoperatorconsole/equipment/listEquipmentLog",
    requires=Permission.EQUIPMENT_LOG_READ,
    raises=(EquipmentAmbiguous,),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    example={"equipment_id": Placeholder.EQUIPMENT_ID, "pagination": {"limit": 10}},
)
def handler(body: ListEquipmentLog, ctx: CallContext) -> EquipmentLog:
    equipment = body.namesakes.require_one()
    log = log_reader.read_equipment_log(equipment.key, Window.from_bounds(None, None, EQUIPMENT_WINDOW))
    page = build_log_page(ctx, log, body.pagination, newest_first=True)
    audit.record(ctx, AuditEvent.EQUIPMENT_LOG_READ, venue_id=equipment.venue_id, equipment=equipment.id)
    return EquipmentLog.from_value(page, EquipmentView.from_equipment(equipment), equipment_name=equipment.name)
