"""List the operator's service plans with speeds, devices, billing cycles, prices and FCC labels."""

from pydantic import Field, RootModel

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire_name
from vault.plans import service as plans
from vault.plans.views import PlanView
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import SignedInRequest


class ListServicePlans(SignedInRequest):
    external_service_plan_id: str = Field("", max_length=512)


class ServicePlan(PlanView):
    trial_cycles: int | None = None


class ServicePlans(RootModel[list[ServicePlan]]):
    pass


@endpoint(
    "/networkoperatorconsole/equipment/listServicePlans",
    requires=Permission.PLANS_READ,
    uses=(Graph.READ,),
    unimplemented_fields=(wire_name("trial_cycles"),),
    example={},
)
def handler(body: ListServicePlans, ctx: CallContext) -> ServicePlans:
    found = plans.list_plans(ctx, body.external_service_plan_id)
    return ServicePlans([ServicePlan.from_vertex(vertex) for vertex in found])
