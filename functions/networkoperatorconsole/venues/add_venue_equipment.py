"""Add equipment to a venue; a gateway that VAULT drives is configured within minutes."""

from typing import Any

from vault.callers.model import CallContext
from vault.equipment import service as equipment
from vault.equipment.fields import DevicePassword, IpAddress, Port, Username
from vault.equipment.model import EquipmentExists, EquipmentLimitReached, GatewayLimitReached, Protocol
from vault.equipment.references import VenueForEquipmentRef
from vault.equipment.settings import SETTINGS
from vault.equipment.views import added_message
from vault.kernel.fields import Line20, Line40, Name512
from vault.kernel.outgoing_addresses import AddressRefused
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.wire import Choice
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest


class AddVenueEquipment(SignedInRequest):
    venue: VenueForEquipmentRef
    equipment_id: Name512
    connection_protocol: Choice[Protocol]
    ip_address: IpAddress
    port: Port
    username: Username
    password: DevicePassword
    manufacturer: Line20 | None = None
    model: Line20 | None = None
    equipment_type: Line20 | None = None
    wireless_zone: Line40 | None = None
    mikrotik_pre643: bool | None = False

    def settings(self) -> dict[str, Any]:
        """By Python name; an empty text is the same as none."""
        values = self.model_dump(include=set(SETTINGS)) | {"mikrotik_pre643": self.mikrotik_pre643 is True}
        return {name: value for name, value in values.items() if value not in (None, "")}


class VenueEquipmentAdded(Response):
    equipment_id_internal: str


@endpoint(
    "/networkoperatorconsole/venues/addVenueEquipment",
    requires=Permission.EQUIPMENT_MANAGE,
    command="Equipment.add",
    raises=(AddressRefused, EquipmentExists, EquipmentLimitReached, GatewayLimitReached),
    uses=(Graph.WRITE,),
    example={
        "venue_id": Placeholder.VENUE_ID,
        "equipment_id": f"AP-{Placeholder.UNIQUE}",
        "connection_protocol": "https",
        "ip_address": "192.168.1.100",
        "port": 443,
        "username": "admin",
        "password": "device-password",
        "equipment_type": "Access Point",
    },
)
def handler(body: AddVenueEquipment, ctx: CallContext) -> VenueEquipmentAdded:
    added = equipment.add(ctx, body.venue, body.equipment_id, body.settings())
    return VenueEquipmentAdded.from_value(message=added_message(added), equipment_id_internal=added.id)
