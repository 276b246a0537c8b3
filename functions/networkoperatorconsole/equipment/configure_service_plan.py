"""Change a service plan's name, speeds, devices, prices and labels, or move its subscriptions to another plan."""

from typing import Annotated, Any

from pydantic import Field

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.fields import Line6OrRemoved, Line40, Line64OrRemoved, Line256
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.plans import service as plans
from vault.plans import views
from vault.plans.fields import FccLabel, Kbps, Price
from vault.plans.model import (
    MAX_DEVICES,
    PLAN_PROPERTIES,
    BillingCyclesDiffer,
    ExternalPlanIdTaken,
    ServicePlanExists,
)
from vault.plans.references import PlanRef
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest


class ConfigureServicePlan(SignedInRequest):
    plan: PlanRef
    service_plan_name: Line40 | None = None
    service_plan_description: Line256 | None = None
    upload_kbps: Kbps | None = None
    download_kbps: Kbps | None = None
    concurrent_devices: Annotated[int, Field(ge=1, le=MAX_DEVICES)] | None = None
    billing_cycle_price_usd: Price | None = None
    billing_cycle_price_eur: Price | None = None
    billing_cycle_price_gbp: Price | None = None
    billing_cycle_price_cad: Price | None = None
    billing_cycle_price_aud: Price | None = None
    billing_cycle_price_cny: Price | None = None
    billing_cycle_price_inr: Price | None = None
    billing_cycle_price_lkr: Price | None = None
    globally_available_plan: bool | None = None
    allow_self_signup: bool | None = None
    wireless_only_plan: bool | None = None
    external_service_plan_id: Line64OrRemoved | None = None
    sms_code: Line6OrRemoved | None = None
    target: Annotated[PlanRef | None, Naming(by=("migrate_to_service_plan",))] = None
    fcc_label: FccLabel | None = None

    def settings(self) -> dict[str, Any]:
        """The changes by Python name in the documented order; an empty string changes nothing."""
        values = self.model_dump(include=set(PLAN_PROPERTIES), exclude_none=True)
        return {name: value for name, value in values.items() if value != ""}

    def label(self) -> dict[str, Any]:
        """The parts of the FCC label to change; an empty string removes a part."""
        return self.fcc_label.model_dump(exclude_none=True) if self.fcc_label else {}


class ServicePlanConfigured(ResponseWithStatus):
    service_plan_id: str


@endpoint(
    "/networkoperatorconsole/equipment/configureServicePlan",
    requires=Permission.PLANS_MANAGE,
    command="ServicePlan.configure",
    raises=(ServicePlanExists, ExternalPlanIdTaken, BillingCyclesDiffer),
    uses=(Graph.WRITE,),
    example={"service_plan_id": Placeholder.PLAN_ID, "upload_kbps": 2_000, "billing_cycle_price_usd": 2_500},
)
def handler(body: ConfigureServicePlan, ctx: CallContext) -> ServicePlanConfigured:
    settings, label = body.settings(), body.label()
    plans.configure(ctx, body.plan, settings, label)
    if body.target:
        plans.migrate(ctx, body.plan, body.target)
    message = views.updates_message(settings, label, body.target)
    return ServicePlanConfigured.from_value(message=message, service_plan_id=body.plan.id)
