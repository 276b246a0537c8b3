"""How a request of a RADIUS server names the networks that it is about: by their SSID."""

from typing import Annotated

from vault.callers.references import TENANT, Kind, Reference
from vault.keypools import queries as keypools
from vault.operators.model import OperatorNotFound
from vault.radius import queries
from vault.radius.model import Networks

NETWORKS = Kind(find={TENANT: keypools.operator}, view=queries.networks, value=Networks.of, missing=OperatorNotFound)

NetworksRef = Annotated[Networks, Reference(NETWORKS, by=(), tenant=True)]
"""The keypools of the caller's operator that have the SSID; the request has an `ssid`."""
