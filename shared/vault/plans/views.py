"""Service plans in responses, and the messages about changes to them."""

from collections.abc import Mapping
from typing import Self

from vault.graph.schema import Prop, Row, read_properties
from vault.graph.steps import T
from vault.kernel.fields import REMOVE
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, Text, text
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import Wire
from vault.plans.model import CURRENCIES, FCC_LABEL_PROPERTIES, PLAN_PROPERTIES, PRICE_PROPERTIES, AddedPlan, Plan


class FccLabelView(Wire):
    """The FCC's broadband label; the typical speeds are the plan's where the label has none."""

    fcc_plan_id: str = ""
    typical_upload_kbps: int
    typical_download_kbps: int
    privacy_policy_url: str = ""
    network_mgmt_policy_url: str = ""
    data_policy_url: str = ""
    bundle_discount_url: str = ""
    support_url: str = ""

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        speeds = {
            "typical_upload_kbps": vertex[Prop.UPLOAD_KBPS],
            "typical_download_kbps": vertex[Prop.DOWNLOAD_KBPS],
        }
        return cls.from_value(read_properties(vertex, FCC_LABEL_PROPERTIES), speeds)


class PlanView(Wire):
    """A service plan; prices are in minor units of their currency, for one billing cycle."""

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
    fcc_label: FccLabelView

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        return cls.from_value(
            read_properties(vertex, PLAN_PROPERTIES),
            service_plan_id=vertex[T.id],
            billing_cycle_hours=vertex[Prop.BILLING_CYCLE_HOURS],
            currencies=[
                currency for currency, prop in zip(CURRENCIES, PRICE_PROPERTIES.values(), strict=True) if prop in vertex
            ],
            fcc_label=FccLabelView.from_vertex(vertex),
        )


def plan_added_message(plan: AddedPlan) -> JoinedTexts:
    summary = text(
        Message.PLAN_ADDED,
        plan=plan.id,
        upload=plan.values["upload_kbps"],
        download=plan.values["download_kbps"],
        devices=plan.values["concurrent_devices"],
    )
    corrections = plan.corrections.items()
    return JoinedTexts(
        (summary, *(text(Message.VALUE_CORRECTED, field=wire_name(name), value=v) for name, v in corrections))
    )


def updates_message(settings: Mapping[str, object], label: Mapping[str, object], target: Plan | None) -> JoinedTexts:
    parts = [_field_update_message(wire_name(name), value) for name, value in settings.items()]
    parts += [
        _field_update_message(f"{wire_name('fcc_label')}.{wire_name(name)}", value or REMOVE)
        for name, value in label.items()
    ]
    if target:
        parts.append(text(Message.PLAN_MIGRATING, plan=target.id))
    return JoinedTexts(tuple(parts) or (text(Message.NOTHING_UPDATED),))


def _field_update_message(field: str, value: object) -> Text:
    if value == REMOVE:
        return text(Message.FIELD_REMOVED, field=field)
    return text(Message.FIELD_UPDATED, field=field, value=str(value).lower() if isinstance(value, bool) else value)
