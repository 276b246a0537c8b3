"""The indexed vertex properties of the graphs; Amazon Neptune indexes every property by itself."""

from __future__ import annotations

MAIN = [
    "issuer",
    "console_origin",
    "external_venue_id",
    "external_service_plan_id",
    "external_subscriber_id",
    "external_unit_id",
    "display_id",
    "due_at",
    "due_minute",
    "equipment_key",
    "is_offline",
    "operator_due_day",
    "operator_equipment",
    "operator_waiting",
    "waiting_at_gateway",
    "user_pool_id",
]
LOG = ["operator_day", "venue_day", "subscriber_day", "equipment_day", "unit_id", "venue_error_day"]

EDGE = "id"
"""Not searched by: TinkerTransactionGraph cannot roll back without an edge index."""
