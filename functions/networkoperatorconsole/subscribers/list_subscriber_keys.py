"""List a subscriber's WiFi keys with the networks and places where they hold; only administrators see their texts."""

from vault.callers.model import Caller
from vault.kernel.contact import EmailAddress, PhoneNumber
from vault.kernel.permissions import Permission
from vault.keys import shown as keys
from vault.keys.shown import DeviceShown, PoolShown
from vault.people.model import PersonNotFound
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Request, Response
from vault.subscribers import overview
from vault.subscribers.references import KnownResidentRef
from vault.subscribers.shown import KeyInventory, SubscriberInfo
from vault.venues.model import VenueNotFound
from vault.venues.references import OptionalVenueRef


class ListSubscriberKeys(Request):
    access_token: str
    resident: KnownResidentRef
    email_address: EmailAddress | None = None
    phone_number: PhoneNumber | None = None
    venue: OptionalVenueRef = None


class SubscriberKeys(Response):
    success: bool = True
    subscriber_info: SubscriberInfo
    key_inventory: KeyInventory
    keys_by_pool: dict[str, PoolShown]
    all_devices: dict[str, DeviceShown]


@endpoint(
    "/networkoperatorconsole/subscribers/listSubscriberKeys",
    requires=Permission.SUBSCRIBERS_KEYS_READ,
    raises=(PersonNotFound, VenueNotFound),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
)
def handler(body: ListSubscriberKeys, caller: Caller) -> SubscriberKeys:
    seen = overview.of(caller, body.resident, body.venue)
    return SubscriberKeys(
        subscriber_info=SubscriberInfo.of(seen),
        key_inventory=KeyInventory.of(seen),
        keys_by_pool=keys.pools(seen.keys, masked=not caller.may(Permission.SECRETS_READ)),
        all_devices=keys.devices(seen.keys),
    )
