"""How requests name a service plan: any of the operator's; whether it is offered at a venue is for the handler."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.plans import queries
from vault.plans.model import Plan, ServicePlanNotFound

PLAN = Kind(
    find={
        "service_plan_id": queries.by_id,
        "external_service_plan_id": queries.by_external_id,
        "migrate_to_service_plan": queries.by_id,
    },
    view=queries.view,
    value=Plan.of,
    missing=ServicePlanNotFound,
)

PlanRef = Annotated[Plan, Reference(PLAN, by=("service_plan_id",), anywhere=True)]
OptionalPlanRef = Annotated[
    Plan | None, Reference(PLAN, by=("service_plan_id", "external_service_plan_id"), required=False, anywhere=True)
]
"""A plan by our id or the operator's own, where one may be named."""
TargetPlanRef = Annotated[Plan | None, Reference(PLAN, by=("migrate_to_service_plan",), required=False, anywhere=True)]
