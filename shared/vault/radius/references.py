"""Lookup of the keypools that have the SSID of an access request."""

from typing import Annotated

from vault.callers.references import TENANT, Lookup, Reference
from vault.keypools import queries as keypools
from vault.operators.model import OperatorNotFound
from vault.radius import queries
from vault.radius.model import SsidKeypools

SSID_KEYPOOLS = Lookup(
    finders={TENANT: keypools.by_tenant},
    view=queries.keypools_of_ssid,
    build=SsidKeypools.from_row,
    not_found_error=OperatorNotFound,
)

SsidKeypoolsRef = Annotated[SsidKeypools, Reference(SSID_KEYPOOLS, by=(), tenant=True)]
"""The keypools of the caller's operator that have the SSID; the request must have an `ssid` method."""
