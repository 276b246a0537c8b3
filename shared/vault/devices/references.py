"""How requests reach the caller's own devices."""

from typing import Annotated

from vault.callers.references import ME, Kind, Reference
from vault.devices import queries
from vault.devices.model import Owner
from vault.people import queries as people
from vault.people.model import PersonNotFound

OWNER = Kind(find={ME: people.by_token}, view=queries.owner, value=Owner.of, missing=PersonNotFound)

OwnDevicesRef = Annotated[Owner, Reference(OWNER, by=(), own=True)]
"""The caller's own devices; the request has a `venue`."""
