"""Service plans in responses, and the messages about changes to them."""

from collections.abc import Mapping

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.fields import REMOVE
from vault.kernel.json_types import JsonObject
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, Text, text
from vault.kernel.vocabulary import wire_name
from vault.plans.model import CURRENCIES, FCC_LABEL_PROPERTIES, PLAN_PROPERTIES, PRICE_PROPERTIES, AddedPlan, Plan


def plan_fields(vertex: Row) -> JsonObject:
    settings = {name: vertex[prop] for name, prop in PLAN_PROPERTIES.items() if prop in vertex}
    label = {name: vertex[prop] for name, prop in FCC_LABEL_PROPERTIES.items() if prop in vertex}
    priced = zip(CURRENCIES, PRICE_PROPERTIES.values(), strict=True)
    return {
        "service_plan_id": vertex[T.id],
        "billing_cycle_hours": vertex[Prop.BILLING_CYCLE_HOURS],
        "currencies": [currency for currency, prop in priced if prop in vertex],
        **settings,
        **({"fcc_label": label} if label else {}),
    }


def to_wire_plan(vertex: Row) -> JsonObject:
    fields = {wire_name(name): value for name, value in plan_fields(vertex).items()}
    label = fields.get(wire_name("fcc_label"), {})
    return fields | (
        {wire_name("fcc_label"): {wire_name(name): value for name, value in label.items()}} if label else {}
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
