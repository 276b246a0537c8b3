"""Lookup of the keypools that have the SSID of an access request."""

from typing import Annotated

from vault.callers.references import TENANT, Lookup
from vault.keypools import queries as keypools
from vault.operators.model import OperatorNotFound
from vault.radius import queries
from vault.radius.model import SsidKeypools

SSID_KEYPOOLS = Lookup(
    finders={TENANT: keypools.by_tenant},
    view=queries.keypools_of_ssid,
    wants=queries.AuthorizeRequest,
    build=SsidKeypools.from_row,
    not_found_error=OperatorNotFound,
)

SsidKeypoolsRef = Annotated[SsidKeypools, SSID_KEYPOOLS]
