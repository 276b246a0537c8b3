"""Equipment and its errors, as the logs show them."""

from collections.abc import Iterable
from typing import Self

from vault.adapters.gateway_session import Unsupported
from vault.audit.views import key_newest_first
from vault.equipment.error_log import EquipmentError
from vault.equipment.model import STATUS_WORDS, Equipment
from vault.equipment.settings import SETTINGS
from vault.graph.schema import Prop, read_properties
from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.wire import Wire

SHOWN = {name: each.prop for name, each in SETTINGS.items() if not each.is_secret}


class EquipmentView(Wire):
    """A piece of equipment as logs show it."""

    equipment_id: str
    equipment_type: str = ""
    manufacturer: str = ""
    model: str = ""
    status: str
    connection_protocol: str
    ip_address: str

    @classmethod
    def from_equipment(cls, equipment: Equipment) -> Self:
        known = read_properties(equipment.vertex, SHOWN)
        return cls.from_value(known, equipment_id=equipment.name, status=STATUS_WORDS[equipment.status])


class EquipmentErrorView(Wire):
    """An error of a piece of equipment; what the piece is stands there while it is not deleted."""

    date_added_iso: Instant
    equipment_id: str
    equipment_type: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    status: str | None = None
    ip_address: str | None = None
    venue_id: str
    unit_id_internal: str | None = None
    command: str | None = None
    error_port: int | None = None
    response: str
    change_auth_status: str | None = None
    port_speed_status: str | None = None
    bandwidth_queue: str | None = None
    interface: str | None = None
    hot_spot: str | None = None
    dhcp_server: str | None = None

    @classmethod
    def from_error(cls, error: EquipmentError) -> Self:
        known = EquipmentView.from_equipment(error.equipment) if error.equipment else None
        return cls.from_value(
            *[known] * bool(known),
            date_added_iso=from_epoch_ms(error.entry[Prop.WHEN]),
            equipment_id=error.equipment_name,
            venue_id=error.entry[Prop.VENUE],
            unit_id_internal=error.entry.get(Prop.UNIT),
            command=error.detail.get("command"),
            error_port=error.detail.get("vlan"),
            response=error.response,
            change_auth_status=error.switching_outcome,
            port_speed_status=error.limiting_outcome,
            bandwidth_queue=error.outcome_of(Unsupported.BANDWIDTH_QUEUE),
            interface=error.outcome_of(Unsupported.INTERFACE),
            hot_spot=error.outcome_of(Unsupported.HOT_SPOT),
            dhcp_server=error.outcome_of(Unsupported.DHCP_SERVER),
        )


def key_errors(errors: Iterable[EquipmentError]) -> dict[str, EquipmentErrorView]:
    """Keys by which the newest sorts first."""
    return {key_newest_first(error.entry): EquipmentErrorView.from_error(error) for error in errors}
