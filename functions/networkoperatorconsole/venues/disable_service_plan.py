"""Stop offering a service plan at a venue, also by default; existing subscriptions keep it."""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.plans import service as plans
from vault.plans.model import ServicePlanNotOffered
from vault.plans.references import PlanRef
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import VenueRef


class DisableServicePlan(SignedInRequest):
    venue: VenueRef
    plan: PlanRef


class ServicePlanDisabled(Response):
    service_plan_id: str


@endpoint(
    "/networkoperatorconsole/venues/disableServicePlan",
    requires=Permission.PLANS_OFFER,
    command="Venue.disableServicePlan",
    raises=(ServicePlanNotOffered,),
    uses=(Graph.WRITE,),
    example={"venue_id": Placeholder.VENUE_ID, "service_plan_id": Placeholder.OFFERED_PLAN_ID},
)
def handler(body: DisableServicePlan, ctx: CallContext) -> ServicePlanDisabled:
    plans.withdraw(ctx, body.plan, body.venue)
    was_default = body.plan.id in body.venue.default_plans
    key = Message.PLAN_DISABLED_AND_NO_DEFAULT if was_default else Message.PLAN_DISABLED
    message = text(key, plan=body.plan.name, venue=body.venue.name)
    return ServicePlanDisabled.from_value(message=message, service_plan_id=body.plan.id)
