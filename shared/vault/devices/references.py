"""Lookup of the caller's own devices."""

from typing import Annotated

from vault.callers.references import ME, Lookup
from vault.devices import queries
from vault.devices.model import DeviceOwner
from vault.people import queries as people
from vault.people.model import PersonNotFound

DEVICE_OWNER = Lookup(
    finders={ME: people.by_token},
    view=queries.person_with_devices,
    texts=("venue_id",),
    build=DeviceOwner.from_row,
    not_found_error=PersonNotFound,
)

OwnDevicesRef = Annotated[DeviceOwner, DEVICE_OWNER]
