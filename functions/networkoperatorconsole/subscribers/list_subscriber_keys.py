"""List a subscriber's WiFi keys with the networks and places where they hold; only administrators see their texts."""

from pydantic import Field

from vault.callers.model import Caller
from vault.kernel.contact import EmailAddress, PhoneNumber
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire
from vault.keys import shown as keys
from vault.keys.shown import PoolShown
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
    all_devices: dict[str, str] = Field(default_factory=dict)


@endpoint(
    "/networkoperatorconsole/subscribers/listSubscriberKeys",
    requires=Permission.SUBSCRIBERS_KEYS_READ,
    raises=(PersonNotFound, VenueNotFound),
    uses=(Graph.FRESH, Service.COGNITO, Service.KMS, Service.REDIS),
    pending=(wire("all_devices"), wire("device_count_online"), wire("device_count_offline")),
)
def handler(body: ListSubscriberKeys, caller: Caller) -> SubscriberKeys:
    seen = overview.of(caller, body.resident, body.venue)
    pools = keys.pools(seen.keys, masked=not caller.may(Permission.SECRETS_READ))
    return SubscriberKeys(
        subscriber_info=SubscriberInfo.of(seen), key_inventory=KeyInventory.of(seen), keys_by_pool=pools
    )
