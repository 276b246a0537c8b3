"""Lookups of service plans named in requests; whether a venue offers the plan is checked by the handler."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.plans import queries
from vault.plans.model import Plan, ServicePlanNotFound

PLAN = Lookup(
    finders={
        "service_plan_id": queries.by_id,
        "external_service_plan_id": queries.by_external_id,
        "migrate_to_service_plan": queries.by_id,
    },
    view=queries.view,
    build=Plan.from_row,
    not_found_error=ServicePlanNotFound,
    any_venue=True,
)

PlanRef = Annotated[Plan, PLAN]
