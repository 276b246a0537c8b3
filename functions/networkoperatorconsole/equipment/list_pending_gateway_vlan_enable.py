"""List the subscriptions whose VLAN a gateway has not enabled yet, or not with their limits."""

from vault.callers.model import CallContext
from vault.gateways.pending_enables import list_enables
from vault.gateways.views import PendingEnableView
from vault.kernel.permissions import Permission
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate
from vault.venues.references import VenueRef


class ListPendingGatewayVlanEnable(SignedInRequest, Paged):
    venue: VenueRef | None = None


class PendingGatewayVlanEnables(Response):
    subscription_count: int
    subscriptions: list[PendingEnableView]
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/equipment/listPendingGatewayVLANEnable",
    requires=Permission.GATEWAY_WORK_READ,
    uses=(Graph.READ,),
    example={},
)
def handler(body: ListPendingGatewayVlanEnable, ctx: CallContext) -> PendingGatewayVlanEnables:
    enables = list_enables(ctx.operator.id, body.venue.id if body.venue else None)
    listed, page = paginate(enables, body.pagination)
    subscriptions = [PendingEnableView.from_enable(each) for each in listed.values()]
    return PendingGatewayVlanEnables.from_value(subscription_count=len(enables), subscriptions=subscriptions, page=page)
