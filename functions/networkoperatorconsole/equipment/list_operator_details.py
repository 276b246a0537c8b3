"""Read the operator's identity, settings and RADIUS servers; secrets are masked."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.readmodels.operator_details import OperatorDetailsRef, OperatorDetailsView
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import VenueRef


class ListOperatorDetails(SignedInRequest):
    detailed: OperatorDetailsRef
    venue: VenueRef


class OperatorDetailsListed(Response, OperatorDetailsView):
    pass


@endpoint(
    "/networkoperatorconsole/equipment/listOperatorDetails",
    requires=Permission.OPERATOR_DETAILS_READ,
    uses=(Graph.CONSISTENT_READ, Service.KMS),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListOperatorDetails, ctx: CallContext) -> OperatorDetailsListed:
    audit.record(ctx, AuditEvent.OPERATOR_DETAILS_READ)
    return OperatorDetailsListed.from_value(OperatorDetailsView.from_details(ctx, body.detailed))
