"""The equipment of a venue in answers about it."""

from typing import Self

from vault.callers.model import CallContext
from vault.equipment.model import GATEWAY, STATUS_WORDS, Equipment
from vault.graph.schema import Edge, Prop, read_properties
from vault.graph.steps import Order, Steps, __
from vault.kernel.permissions import Permission
from vault.kernel.wire import Wire
from vault.operators.service import get_keyring

MAX_LISTED = 500
"""Of what is no gateway: 5,000 pieces would fill an answer."""
PROPERTIES = {
    "manufacturer": Prop.MANUFACTURER,
    "model": Prop.MODEL,
    "equipment_type": Prop.EQUIPMENT_TYPE,
    "wireless_zone": Prop.WIRELESS_ZONE,
}
CONNECTION_PROPERTIES = {
    "ip_address": Prop.IP_ADDRESS,
    "port": Prop.PORT,
    "connection_protocol": Prop.CONNECTION_PROTOCOL,
    "mikrotik_pre643": Prop.MIKROTIK_PRE_643,
}


class VenueEquipmentView(Wire):
    """A piece of equipment; how it is reached, and its status, are left out for those whom they do not concern."""

    equipment_id: str
    manufacturer: str | None = None
    model: str | None = None
    equipment_type: str | None = None
    wireless_zone: str | None = None
    status: str | None = None
    ip_address: str | None = None
    port: int | None = None
    connection_protocol: str | None = None
    mikrotik_pre643: bool | None = None
    username: str | None = None

    @classmethod
    def from_equipment(cls, equipment: Equipment, ctx: CallContext) -> Self:
        """With all but the password; the name for a login only for those who may read secrets."""
        may_read = ctx.has_permission(Permission.SECRETS_READ) and Prop.USERNAME in equipment.vertex
        return cls.from_value(
            read_properties(equipment.vertex, PROPERTIES | CONNECTION_PROPERTIES),
            equipment_id=equipment.name,
            status=STATUS_WORDS[equipment.status],
            username=equipment.unseal(get_keyring(ctx.operator), Prop.USERNAME) if may_read else None,
        )

    @classmethod
    def without_connection(cls, equipment: Equipment, *, shows_status: bool) -> Self:
        return cls.from_value(
            read_properties(equipment.vertex, PROPERTIES),
            equipment_id=equipment.name,
            status=STATUS_WORDS[equipment.status] if shows_status else None,
        )


def gateways() -> Steps:
    """From a venue to its gateways."""
    return __.out(Edge.HAS_GATEWAY)


def other_equipment() -> Steps:
    """From a venue to the first of its other pieces, by name."""
    others = __.out(Edge.HAS_EQUIPMENT).not_(__.has(Prop.EQUIPMENT_TYPE, GATEWAY))
    return others.order().by(Prop.EQUIPMENT, Order.asc).limit(MAX_LISTED)
