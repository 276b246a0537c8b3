"""Lookups of the keypools that have the SSID of an access request, and of an operator's RADIUS servers."""

from typing import Annotated

from vault.callers.references import TENANT, Lookup
from vault.keypools import queries as keypools
from vault.operators.model import OperatorNotFound
from vault.radius import queries, servers
from vault.radius.model import SsidKeypools

SSID_KEYPOOLS = Lookup(
    finders={TENANT: keypools.by_tenant},
    view=queries.keypools_of_ssid,
    wants=queries.AuthorizeRequest,
    build=SsidKeypools.from_row,
    not_found_error=OperatorNotFound,
)
RADIUS_SERVERS = Lookup(
    finders={TENANT: keypools.by_tenant},
    view=servers.operator_with_servers,
    build=servers.RadiusServers.from_row,
    not_found_error=OperatorNotFound,
)

SsidKeypoolsRef = Annotated[SsidKeypools, SSID_KEYPOOLS]
RadiusServersRef = Annotated[servers.RadiusServers, RADIUS_SERVERS]
