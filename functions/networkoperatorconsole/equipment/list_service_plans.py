"""List the operator's service plans with speeds, devices, billing cycles, prices and FCC labels."""

from pydantic import Field, RootModel

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire_name
from vault.plans import service as plans
from vault.plans import views
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import SignedInRequest, Wire


class ListServicePlans(SignedInRequest):
    external_service_plan_id: str = Field("", max_length=512)


class FccLabel(Wire):
    fcc_plan_id: str | None = None
    typical_upload_kbps: int | None = None
    typical_download_kbps: int | None = None
    privacy_policy_url: str | None = None
    network_mgmt_policy_url: str | None = None
    data_policy_url: str | None = None
    bundle_discount_url: str | None = None
    support_url: str | None = None


class ServicePlan(Wire):
    service_plan_id: str
    service_plan_name: str
    service_plan_description: str
    upload_kbps: int
    download_kbps: int
    concurrent_devices: int
    billing_cycle_hours: float
    billing_cycle_price_usd: int | None = None
    billing_cycle_price_eur: int | None = None
    billing_cycle_price_gbp: int | None = None
    billing_cycle_price_cad: int | None = None
    billing_cycle_price_aud: int | None = None
    billing_cycle_price_cny: int | None = None
    billing_cycle_price_inr: int | None = None
    billing_cycle_price_lkr: int | None = None
    currencies: list[str]
    globally_available_plan: bool = False
    allow_self_signup: bool = False
    wireless_only_plan: bool = False
    external_service_plan_id: str = ""
    sms_code: str = ""
    fcc_label: FccLabel | None = None
    trial_cycles: int | None = None


class ServicePlans(RootModel[list[ServicePlan]]):
    pass


@endpoint(
    "/networkoperatorconsole/equipment/listServicePlans",
    requires=Permission.PLANS_READ,
    uses=(Graph.READ,),
    unimplemented_fields=(wire_name("trial_cycles"),),
)
def handler(body: ListServicePlans, ctx: CallContext) -> ServicePlans:
    found = plans.list_plans(ctx, body.external_service_plan_id)
    return ServicePlans([ServicePlan(**views.plan_fields(vertex)) for vertex in found])
