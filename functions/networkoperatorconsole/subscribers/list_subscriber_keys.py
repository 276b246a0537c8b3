"""List a subscriber's WiFi keys with the networks and places where they hold; only administrators see their texts."""

from pydantic import Field

from vault.callers.model import Caller
from vault.kernel.contact import EmailAddress, PhoneNumber
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire
from vault.kernel.wire import Wire
from vault.keys import shown as keys
from vault.keys.shown import PoolShown
from vault.people import shown as people
from vault.people.model import PersonNotFound
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Request, Response
from vault.subscribers import overview
from vault.subscribers.overview import Overview
from vault.subscribers.references import KnownResidentRef
from vault.venues.model import VenueNotFound
from vault.venues.references import OptionalVenueRef


class ListSubscriberKeys(Request):
    access_token: str
    resident: KnownResidentRef
    email_address: EmailAddress | None = None
    phone_number: PhoneNumber | None = None
    venue: OptionalVenueRef = None


class SubscriberInfo(Wire):
    subscriber_token: str
    email_address: str
    given_name: str
    family_name: str
    phone_number_e164: str
    locale: str
    contactpref_sms: bool
    contactpref_email: bool
    status: str
    external_subscriber_id: str | None


class KeyInventory(Wire):
    key_count: int
    key_count_active: int
    device_count_online: int = 0
    device_count_offline: int = 0


class SubscriberKeys(Response):
    success: bool = True
    subscriber_info: SubscriberInfo
    key_inventory: KeyInventory
    keys_by_pool: dict[str, PoolShown]
    all_devices: dict[str, str] = Field(default_factory=dict)


def answered(seen: Overview, *, masked: bool) -> SubscriberKeys:
    person = seen.subscriber
    return SubscriberKeys(
        subscriber_info=SubscriberInfo(
            **people.profile(seen.profile),
            **people.preferences(person),
            status=person.status,
            external_subscriber_id=person.external_id,
        ),
        key_inventory=KeyInventory(key_count=len(seen.keys), key_count_active=seen.active_count),
        keys_by_pool=keys.pools(seen.keys, masked=masked),
    )


@endpoint(
    "/networkoperatorconsole/subscribers/listSubscriberKeys",
    requires=Permission.SUBSCRIBERS_KEYS_READ,
    raises=(PersonNotFound, VenueNotFound),
    uses=(Graph.FRESH, Service.COGNITO, Service.KMS, Service.REDIS),
    pending=(wire("all_devices"), wire("device_count_online"), wire("device_count_offline")),
)
def handler(body: ListSubscriberKeys, caller: Caller) -> SubscriberKeys:
    seen = overview.of(caller, body.resident, body.venue)
    return answered(seen, masked=not caller.may(Permission.SECRETS_READ))
