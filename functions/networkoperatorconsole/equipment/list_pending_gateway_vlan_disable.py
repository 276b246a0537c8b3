"""List the subscriptions that are over and whose VLAN a gateway of the venue has not disabled yet."""

from vault.callers.model import CallContext
from vault.gateways.pending_disables import list_disables
from vault.gateways.views import PendingDisableView
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate
from vault.venues.references import VenueRef


class ListPendingGatewayVlanDisable(SignedInRequest, Paged):
    venue: VenueRef


class PendingGatewayVlanDisables(Response):
    pending_disable_operations: list[PendingDisableView]
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/equipment/listPendingGatewayVLANDisable",
    requires=Permission.GATEWAY_WORK_READ,
    uses=(Graph.READ,),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListPendingGatewayVlanDisable, ctx: CallContext) -> PendingGatewayVlanDisables:
    disables = list_disables(ctx.operator.id, body.venue.id)
    listed, page = paginate(disables, body.pagination)
    operations = [PendingDisableView.from_disable(each) for each in listed.values()]
    message = text(Message.PENDING_DISABLES_FOUND, count=len(disables))
    return PendingGatewayVlanDisables.from_value(message=message, pending_disable_operations=operations, page=page)
