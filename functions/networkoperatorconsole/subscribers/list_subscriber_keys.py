"""List a subscriber's WiFi keys with the SSIDs and places where they are valid; only administrators see passphrases."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.contact import EmailAddress, PhoneNumber
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.keys import views as keys
from vault.keys.views import DeviceView, KeypoolView
from vault.readmodels import subscriber_overview
from vault.readmodels.subscriber_views import KeyInventory, SubscriberInfo
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.subscribers.references import ResidentWithDevicesRef
from vault.venues.references import VenueRef


class ListSubscriberKeys(SignedInRequest):
    resident: Annotated[
        ResidentWithDevicesRef,
        Naming(by=("subscriber_token", "email_address", "phone_number", "external_subscriber_id")),
    ]
    email_address: EmailAddress | None = None
    phone_number: PhoneNumber | None = None
    venue: VenueRef | None = None


class SubscriberKeys(Response):
    success: bool = True
    subscriber_info: SubscriberInfo
    key_inventory: KeyInventory
    keys_by_pool: dict[str, KeypoolView]
    all_devices: dict[str, DeviceView]


@endpoint(
    "/networkoperatorconsole/subscribers/listSubscriberKeys",
    requires=Permission.SUBSCRIBERS_KEYS_READ,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    example={"subscriber_token": Placeholder.SUBSCRIBER_TOKEN},
)
def handler(body: ListSubscriberKeys, ctx: CallContext) -> SubscriberKeys:
    overview = subscriber_overview.load_overview(ctx, body.resident, body.venue)
    return SubscriberKeys.from_value(
        subscriber_info=SubscriberInfo.from_overview(overview),
        key_inventory=KeyInventory.from_overview(overview),
        keys_by_pool=keys.pools(overview.keys, masked=not ctx.has_permission(Permission.SECRETS_READ)),
        all_devices=keys.devices(overview.keys),
    )
