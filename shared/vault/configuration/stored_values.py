"""Values of settings as the graph stores them: lists and objects as JSON, secrets and personal data sealed."""

import json
from typing import TypeAlias, cast

from vault.callers.model import CallContext
from vault.configuration.setting import Setting
from vault.graph.schema import Row
from vault.kernel.sealing import seal, unseal
from vault.operators.service import get_keyring

Stored: TypeAlias = str | int | float | bool
"""What a property of the graph can hold."""


def to_property(ctx: CallContext, thing_id: str, setting: Setting, requested: object) -> Stored:
    """Raises Unavailable."""
    if setting.is_json or setting.is_sealed:
        requested = json.dumps(requested, ensure_ascii=False) if setting.is_json else str(requested)
    if setting.is_sealed:
        key = get_keyring(ctx.operator).data_key
        return seal(key, str(requested).encode(), _associated_data(thing_id, str(setting.prop)))
    return cast("Stored", requested)


def read_value(ctx: CallContext, setting: Setting, thing_id: str, vertex: Row) -> object:
    """The value on a vertex as a request would give it; None where there is none. Raises SealBroken, Unavailable."""
    stored = vertex.get(setting.prop)
    if stored is None or stored == "":
        return None
    if setting.is_sealed:
        key = get_keyring(ctx.operator).data_key
        stored = unseal(key, stored, _associated_data(thing_id, str(setting.prop))).decode()
    return json.loads(stored) if setting.is_json else stored


def _associated_data(thing_id: str, prop: str) -> str:
    """A seal opens at its thing and property alone."""
    return f"{thing_id}/{prop}"
