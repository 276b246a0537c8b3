"""The types of a piece of equipment's fields in requests."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from vault.equipment.changes import RequestedChanges
from vault.equipment.model import MAKERS, OperationalStatus, Protocol
from vault.equipment.references import EquipmentRef
from vault.equipment.settings import SETTINGS
from vault.kernel.constrained_text import constrained_text
from vault.kernel.errors import FieldInvalid
from vault.kernel.fields import Line20, Line40OrRemoved
from vault.kernel.outgoing_addresses import parse_literal
from vault.kernel.placeholders import Placeholder
from vault.kernel.wire import Choice, Wire
from vault.venues.references import VenueRef

MAX_PORT = 65_535
DIGITS = re.compile("[0-9]{1,5}")
CREDENTIAL = r"^[ -~]*$"


def _read_port(number: object) -> object:
    return int(number) if isinstance(number, str) and DIGITS.fullmatch(number) else number


def _parse_address(text: str) -> str:
    """In the notation of RFC 5952."""
    if address := parse_literal(text.strip()):
        return str(address)
    raise FieldInvalid


_PortNumber = Annotated[int, BeforeValidator(_read_port), Field(ge=1, le=MAX_PORT)]
"""A number, or its digits as text."""
Port = Annotated[_PortNumber, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_PORT})]
PortText = Annotated[_PortNumber, WithJsonSchema({"type": "string", "pattern": f"^{DIGITS.pattern}$"})]
"""The same, documented as a text where equipment is configured."""


def _drop_empty(text: object) -> object:
    return None if text == "" else text


UnlessEmpty = BeforeValidator(_drop_empty)
"""Marks an optional field of which an empty text changes nothing."""
IpAddress = Annotated[str, *constrained_text(_parse_address, format="ip", maxLength=45)]
ConfiguredIpAddress = Annotated[str, *constrained_text(_parse_address, format="ipv4", maxLength=45)]
"""An IPv6 address too."""
Username = Annotated[str, Field(max_length=64, pattern=CREDENTIAL)]
DevicePassword = Annotated[str, Field(max_length=100, pattern=CREDENTIAL)]
"""As entered: spaces count, and so does an empty one."""
OF_GATEWAYS = {"type": "string", "enum": [*MAKERS.values(), "Mikrotik", "PepLink"]}
Manufacturer = Annotated[Line20, WithJsonSchema({"anyOf": [OF_GATEWAYS, {"type": "string", "maxLength": 20}]})]
"""One of a list for gateways, and anything for other equipment."""

CONFIGURATION_EXAMPLE = {
    "venue_id": Placeholder.VENUE_ID,
    "equipment_id": Placeholder.EQUIPMENT_ID,
    "model": "CCR1036",
    "wireless_zone": "Building A",
}


class EquipmentChanges(Wire):
    """The fields by which equipment is configured."""

    venue: VenueRef
    equipment: EquipmentRef
    manufacturer: Manufacturer | None = None
    model: Line40OrRemoved | None = None
    equipment_type: Line20 | None = None
    wireless_zone: Line40OrRemoved | None = None
    mikrotik_pre643: bool | None = None
    connection_protocol: Annotated[Choice[Protocol] | None, UnlessEmpty] = None
    ip_address: Annotated[ConfiguredIpAddress | None, UnlessEmpty] = None
    port: Annotated[PortText | None, UnlessEmpty] = None
    username: Username | None = None
    password: DevicePassword | None = None
    status: Annotated[Choice[OperationalStatus] | None, UnlessEmpty] = None
    reset_all_subscriptions: bool | None = None
    update_access_list: bool | None = None

    def changes(self) -> RequestedChanges:
        """What is asked for; an empty text changes nothing."""
        values = self.model_dump(include=set(SETTINGS), exclude_none=True)
        settings = {name: each for name, each in values.items() if each != ""}
        return RequestedChanges(
            settings, self.status, self.reset_all_subscriptions is True, self.update_access_list is True
        )
