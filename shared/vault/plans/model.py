"""A service plan: speeds, devices and prices, offered at the venues where it was enabled."""

from collections.abc import Mapping
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.json_types import JsonObject
from vault.kernel.values import value
from vault.plans import currencies

MAX_PLANS = 500
MAX_KBPS = 100_000_000_000_000
MAX_DEVICES = 10_000
MAX_CENTS = 1_200_000
HOURS_PER_MONTH = 730.5
BOUNDS = {
    "upload_kbps": (1, MAX_KBPS),
    "download_kbps": (1, MAX_KBPS),
    "concurrent_devices": (1, MAX_DEVICES),
    "billing_cycle_hours": (1.0, HOURS_PER_MONTH),
}
CURRENCIES = tuple(currencies.COUNTRIES)
PRICE_PROPERTIES = {f"billing_cycle_price_{currency.lower()}": f"price_{currency.lower()}" for currency in CURRENCIES}
PLAN_PROPERTIES = {
    "service_plan_name": Prop.NAME,
    "service_plan_description": Prop.DESCRIPTION,
    "upload_kbps": Prop.UPLOAD_KBPS,
    "download_kbps": Prop.DOWNLOAD_KBPS,
    "concurrent_devices": Prop.CONCURRENT_DEVICES,
    **PRICE_PROPERTIES,
    "globally_available_plan": Prop.GLOBALLY_AVAILABLE,
    "allow_self_signup": Prop.SELF_SIGNUP,
    "wireless_only_plan": Prop.WIRELESS_ONLY,
    "external_service_plan_id": Prop.EXTERNAL_SERVICE_PLAN_ID,
    "sms_code": Prop.SMS_CODE,
}
"""The graph's property for each setting; prices are in minor units of their currency, per billing cycle."""
GATEWAY_PROPERTIES = (Prop.UPLOAD_KBPS, Prop.DOWNLOAD_KBPS, Prop.WIRELESS_ONLY)
"""What gateways follow."""
FCC_LABEL_PROPERTIES = {
    "fcc_plan_id": Prop.FCC_PLAN_ID,
    "typical_upload_kbps": Prop.FCC_TYPICAL_UPLOAD_KBPS,
    "typical_download_kbps": Prop.FCC_TYPICAL_DOWNLOAD_KBPS,
    "privacy_policy_url": Prop.FCC_PRIVACY_POLICY_URL,
    "network_mgmt_policy_url": Prop.FCC_NETWORK_MGMT_POLICY_URL,
    "data_policy_url": Prop.FCC_DATA_POLICY_URL,
    "bundle_discount_url": Prop.FCC_BUNDLE_DISCOUNT_URL,
    "support_url": Prop.FCC_SUPPORT_URL,
}
"""The graph's property for each part of the FCC's broadband label."""


class ServicePlanNotFound(DomainError):
    """No service plan of the operator has this id."""

    code = ErrorCode.SERVICE_PLAN_NOT_FOUND
    kind = Kind.NOT_FOUND


class ServicePlanExists(DomainError):
    """The operator already has a plan with this name, or with the id derived from it."""

    code = ErrorCode.SERVICE_PLAN_EXISTS


class ServicePlanLimitReached(DomainError):
    """The operator already has 500 service plans."""

    code = ErrorCode.SERVICE_PLAN_LIMIT_REACHED


class ServicePlanNotOffered(DomainError):
    """The plan is not enabled at the venue."""

    code = ErrorCode.SERVICE_PLAN_NOT_OFFERED


class ExternalPlanIdTaken(DomainError):
    """Another plan of the operator has this external id."""

    code = ErrorCode.EXTERNAL_PLAN_ID_TAKEN


class BillingCyclesDiffer(DomainError):
    """Subscriptions can only be moved to a plan with the same billing cycle."""

    code = ErrorCode.BILLING_CYCLES_DIFFER


@value
class Plan:
    """A service plan; `billing_cycle_hours` is 730.5 for a month."""

    id: str
    operator_id: str
    name: str
    billing_cycle_hours: float
    external_id: str | None
    offered_at: frozenset[str]
    """Ids of the venues where it is offered."""
    vertex: Row

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            operator_id=row["operator"][0],
            name=vertex[Prop.NAME],
            billing_cycle_hours=vertex[Prop.BILLING_CYCLE_HOURS],
            external_id=vertex.get(Prop.EXTERNAL_SERVICE_PLAN_ID),
            offered_at=frozenset(row["offered_at"]),
            vertex=vertex,
        )

    @property
    def venue_ids(self) -> frozenset[str]:
        return self.offered_at


@value
class AddedPlan:
    """A new plan; `corrections` are the values that were moved into their range, by Python name."""

    id: str
    values: Mapping[str, int | float]
    corrections: Mapping[str, int | float]


def clamp_to_bounds(settings: Mapping[str, float]) -> JsonObject:
    return {name: min(max(value, BOUNDS[name][0]), BOUNDS[name][1]) for name, value in settings.items()}


def describe_with_cycle(description: str, hours: float) -> str:
    cycle = "monthly" if hours == HOURS_PER_MONTH else f"every {hours:g} hours"
    return f"{description} (billed {cycle})" if description else f"Billed {cycle}"
