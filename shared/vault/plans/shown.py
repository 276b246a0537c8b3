"""A service plan as answers show it, and the words for what changed of it."""

from collections.abc import Mapping
from typing import Any

from vault.graph.schema import Prop
from vault.graph.steps import T
from vault.kernel.fields import REMOVE
from vault.kernel.message_keys import Message
from vault.kernel.messages import Text, Texts, text
from vault.kernel.vocabulary import wire
from vault.plans.model import CURRENCIES, LABEL, PRICES, PROPERTIES, Added, Plan


def values(vertex: Mapping[Any, Any]) -> dict[str, Any]:
    """A plan's settings by Python name; absent ones are left out."""
    kept = {name: vertex[prop] for name, prop in PROPERTIES.items() if prop in vertex}
    label = {name: vertex[prop] for name, prop in LABEL.items() if prop in vertex}
    priced = zip(CURRENCIES, PRICES.values(), strict=True)
    return {
        "service_plan_id": vertex[T.id],
        "billing_cycle_hours": vertex[Prop.BILLING_CYCLE_HOURS],
        "currencies": [currency for currency, prop in priced if prop in vertex],
        **kept,
        **({"fcc_label": label} if label else {}),
    }


def on_the_wire(vertex: Mapping[Any, Any]) -> dict[str, Any]:
    """A plan's settings under the wire's names."""
    shown = {wire(name): value for name, value in values(vertex).items()}
    label = shown.get(wire("fcc_label"), {})
    return shown | ({wire("fcc_label"): {wire(name): value for name, value in label.items()}} if label else {})


def added(plan: Added) -> Texts:
    """That a plan was added, with which speeds, and what had to be corrected."""
    told = text(
        Message.PLAN_ADDED,
        plan=plan.id,
        upload=plan.values["upload_kbps"],
        download=plan.values["download_kbps"],
        devices=plan.values["concurrent_devices"],
    )
    corrections = plan.corrections.items()
    return Texts((told, *(text(Message.VALUE_CORRECTED, field=wire(name), value=v) for name, v in corrections)))


def updates(settings: Mapping[str, object], label: Mapping[str, object], target: Plan | None) -> Texts:
    """What became of each setting, part of the label, and the subscriptions, in the documented order."""
    parts = [part(wire(name), value) for name, value in settings.items()]
    parts += [part(f"{wire('fcc_label')}.{wire(name)}", value or REMOVE) for name, value in label.items()]
    if target:
        parts.append(text(Message.PLAN_MIGRATING, plan=target.id))
    return Texts(tuple(parts) or (text(Message.NOTHING_UPDATED),))


def part(field: str, value: object) -> Text:
    """What became of one field."""
    if value == REMOVE:
        return text(Message.FIELD_REMOVED, field=field)
    return text(Message.FIELD_UPDATED, field=field, value=str(value).lower() if isinstance(value, bool) else value)
