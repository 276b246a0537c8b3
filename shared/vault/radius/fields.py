"""Request fields about RADIUS servers."""

import ipaddress
from typing import Annotated

from vault.kernel.constrained_text import constrained_text
from vault.kernel.errors import FieldInvalid

MAX_CHARACTERS = 45


def _normalize_address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        raise FieldInvalid from None


IpAddress = Annotated[str, *constrained_text(_normalize_address, FieldInvalid, maxLength=MAX_CHARACTERS)]
"""Of IPv4 or IPv6."""
