"""The networks from which an operator may be called."""

import ipaddress
from typing import Annotated

from vault.callers.model import CallContext
from vault.configuration.setting import Changes
from vault.graph.schema import Prop
from vault.kernel.constrained_text import constrained_text
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.fields import REMOVE
from vault.operators.model import is_in_networks

MAX_NETWORKS = 50
MAX_CHARACTERS = 4000


class SourceNetworksInvalid(DomainError):
    """The text is no list of networks in CIDR notation, or has too many."""

    code = ErrorCode.SOURCE_NETWORKS_INVALID
    kind = Kind.INVALID


class SourceNetworksExcludeCaller(DomainError):
    """The list lacks the caller's own address: with it, nobody there could correct the list."""

    code = ErrorCode.SOURCE_NETWORKS_EXCLUDE_CALLER


def _parse_networks(text: str) -> str:
    """The networks as they are stored, separated by blanks; host bits are cleared."""
    if text.isspace():
        return REMOVE
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > MAX_NETWORKS:
        raise SourceNetworksInvalid(most=MAX_NETWORKS)
    try:
        networks = [str(ipaddress.ip_network(part, strict=False)) for part in parts]
    except ValueError:
        raise SourceNetworksInvalid(most=MAX_NETWORKS) from None
    return " ".join(dict.fromkeys(networks))


def refuse_lockout(ctx: CallContext, changes: Changes) -> None:
    """Raises SourceNetworksExcludeCaller."""
    networks = str(changes.value_after(Prop.SOURCE_IPS_ALLOWED) or "").split()
    if networks and not is_in_networks(ctx.request.source_ip, networks):
        raise SourceNetworksExcludeCaller


SourceNetworks = Annotated[str, *constrained_text(_parse_networks, SourceNetworksInvalid, maxLength=MAX_CHARACTERS)]
