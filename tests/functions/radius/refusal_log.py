"""Entries on refused devices, as the log has them."""

import json
from typing import Any

from tests.factories import Tenant
from tests.radius_client import Device
from vault.graph.connection import execute
from vault.graph.schema import Label, Prop
from vault.graph.steps import __


def entries_on(device: Device) -> list[Any]:
    """The entries on refusals of a device, in the order of time."""
    rows = execute(__.V().has(Label.LOG_ENTRY, Prop.MAC, device.mac_text).has(Prop.EVENT, "Device refused"), "LOG")
    found = execute(__.V(*[row.id for row in rows]).element_map(), "LOG") if rows else []
    return sorted(found, key=lambda row: row[Prop.WHEN])


def details_on(device: Device) -> list[dict[str, Any]]:
    return [json.loads(entry[Prop.DETAIL]) for entry in entries_on(device)]


def causes_of(device: Device) -> list[str]:
    return [each["cause"] for each in details_on(device)]


def entries_of(tenant: Tenant) -> list[Any]:
    refused = __.V().has(Label.LOG_ENTRY, Prop.OPERATOR, tenant.operator.id).has(Prop.EVENT, "Device refused")
    return execute(refused.id_(), "LOG")
