"""Name a device that was seen with one of the caller's own keys."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.devices import service as devices
from vault.devices.model import DeviceNameTaken, DeviceNotFound
from vault.devices.references import OwnDevicesRef
from vault.kernel.fields import Name40
from vault.kernel.mac import MacAddress
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import ANY_VENUE, VenueRef


class UpdateDeviceName(SignedInRequest):
    venue: Annotated[VenueRef, ANY_VENUE]
    person: OwnDevicesRef
    calling_station_id: MacAddress
    user_defined_host_name: Name40


class DeviceNamed(Response):
    calling_station_id: str
    user_defined_host_name: str


@endpoint(
    "/subscriberconsole/updateDeviceName",
    requires=Permission.ACCOUNT_DEVICES,
    command="Device.rename",
    raises=(DeviceNotFound, DeviceNameTaken),
    uses=(Graph.WRITE,),
    example={
        "access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN,
        "venue_id": Placeholder.VENUE_ID,
        "calling_station_id": Placeholder.DEVICE_MAC_ADDRESS,
        "user_defined_host_name": f"Lamp {Placeholder.UNIQUE}",
    },
)
def handler(body: UpdateDeviceName, ctx: CallContext) -> DeviceNamed:
    devices.rename(ctx, body.person, body.venue.id, body.calling_station_id, body.user_defined_host_name)
    return DeviceNamed.from_value(body)
