"""The types of a piece of equipment's fields in requests."""

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from vault.equipment.model import MAKERS
from vault.kernel.constrained_text import constrained_text
from vault.kernel.errors import FieldInvalid
from vault.kernel.fields import Line20
from vault.kernel.outgoing_addresses import parse_literal

MAX_PORT = 65_535
CREDENTIAL = r"^[ -~]*$"


def _read_port(number: object) -> object:
    return int(number) if isinstance(number, str) and number.isascii() and number.isdigit() else number


def _parse_address(text: str) -> str:
    """In the notation of RFC 5952."""
    if address := parse_literal(text.strip()):
        return str(address)
    raise FieldInvalid


Port = Annotated[int, BeforeValidator(_read_port), Field(ge=1, le=MAX_PORT)]
"""A number, or its digits as text."""
PortText = Annotated[Port, WithJsonSchema({"type": ["string", "integer"], "pattern": r"^[0-9]{1,5}$"})]
"""The same, documented as a text."""
IpAddress = Annotated[str, *constrained_text(_parse_address, format="ip", maxLength=45)]
Username = Annotated[str, Field(max_length=64, pattern=CREDENTIAL)]
DevicePassword = Annotated[str, Field(max_length=100, pattern=CREDENTIAL)]
"""As entered: spaces count, and so does an empty one."""
OF_GATEWAYS = {"type": "string", "enum": [*MAKERS.values(), "Mikrotik", "PepLink"]}
Manufacturer = Annotated[Line20, WithJsonSchema({"anyOf": [OF_GATEWAYS, {"type": "string", "maxLength": 20}]})]
"""One of a list for gateways, and anything for other equipment."""
