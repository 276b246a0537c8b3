"""Add a service plan; speeds, devices and billing cycle out of range are clamped."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema, model_validator

from vault.callers.model import CallContext
from vault.kernel.fields import Line256, Name256
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.vocabulary import wire_name
from vault.plans import service as plans
from vault.plans import views
from vault.plans.model import BOUNDS, HOURS_PER_MONTH, MAX_DEVICES, ServicePlanExists, ServicePlanLimitReached
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest


def _bounds_schema(name: str, kind: str) -> WithJsonSchema:
    """JSON schema of the documented range; a value outside it is clamped, not refused."""
    low, high = BOUNDS[name]
    return WithJsonSchema({"type": kind, "minimum": low, "maximum": high})


class AddServicePlan(SignedInRequest):
    service_plan_name: Name256
    service_plan_description: Line256 = ""
    upload_kbps: Annotated[int, _bounds_schema("upload_kbps", "integer")]
    download_kbps: Annotated[int, _bounds_schema("download_kbps", "integer")]
    concurrent_devices: Annotated[int, _bounds_schema("concurrent_devices", "integer")]
    billing_cycle_hours: Annotated[
        float, Field(allow_inf_nan=False), _bounds_schema("billing_cycle_hours", "number")
    ] = HOURS_PER_MONTH
    wireless_only_plan: bool = False

    @model_validator(mode="before")
    @classmethod
    def apply_default(cls, body: Any) -> Any:
        """Fill in `concurrent_devices`, which is documented both as required and with a default of 10,000."""
        return {wire_name("concurrent_devices"): MAX_DEVICES, **body} if isinstance(body, dict) else body


class ServicePlanAdded(Response):
    service_plan_id: str


@endpoint(
    "/networkoperatorconsole/equipment/addServicePlan",
    requires=Permission.PLANS_MANAGE,
    command="ServicePlan.add",
    raises=(ServicePlanExists, ServicePlanLimitReached),
    uses=(Graph.WRITE,),
    example={
        "service_plan_name": f"Gold {Placeholder.UNIQUE}",
        "upload_kbps": 20_000,
        "download_kbps": 100_000,
        "concurrent_devices": 5,
    },
)
def handler(body: AddServicePlan, ctx: CallContext) -> ServicePlanAdded:
    settings = body.model_dump(include=set(BOUNDS))
    name, description = body.service_plan_name, body.service_plan_description
    plan = plans.add(ctx, name, description, settings, wireless_only=body.wireless_only_plan)
    return ServicePlanAdded.from_value(message=views.plan_added_message(plan), service_plan_id=plan.id)
