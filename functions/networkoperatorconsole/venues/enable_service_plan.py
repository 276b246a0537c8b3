"""Offer a service plan at a venue."""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.plans import service as plans
from vault.plans.references import PlanRef
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import VenueRef


class EnableServicePlan(SignedInRequest):
    plan: PlanRef
    venue: VenueRef


class ServicePlanEnabled(Response):
    service_plan_id: str
    venue_id: str


@endpoint(
    "/networkoperatorconsole/venues/enableServicePlan",
    requires=Permission.PLANS_OFFER,
    command="Venue.enableServicePlan",
    uses=(Graph.WRITE,),
    example={"venue_id": Placeholder.VENUE_ID, "service_plan_id": Placeholder.PLAN_ID},
)
def handler(body: EnableServicePlan, ctx: CallContext) -> ServicePlanEnabled:
    new = plans.offer(ctx, body.plan, body.venue)
    key = Message.PLAN_ENABLED if new else Message.PLAN_ENABLED_ALREADY
    message = text(key, plan=body.plan.name, venue=body.venue.name)
    return ServicePlanEnabled.from_value(message=message, service_plan_id=body.plan.id, venue_id=body.venue.id)
