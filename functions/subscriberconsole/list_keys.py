"""List the caller's own WiFi keys with the SSIDs and places where they are valid."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.vocabulary import wire_name
from vault.keys import views as keys
from vault.keys.views import KeypoolView
from vault.people.views import PreferencesView, ProfileView
from vault.readmodels import subscriber_overview
from vault.readmodels.subscriber_views import KeyInventory, SubscriberInfo
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import ANY_VENUE, VenueRef


class ListKeys(SignedInRequest):
    venue: Annotated[VenueRef | None, ANY_VENUE] = None


class KeysListed(Response, ProfileView, PreferencesView, KeyInventory):
    keys_in_key_pools: dict[str, KeypoolView]
    messages_from_venues: dict[str, str] = Field(default_factory=dict)


@endpoint(
    "/subscriberconsole/listKeys",
    requires=Permission.ACCOUNT_KEYS,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    unimplemented_fields=(wire_name("messages_from_venues"),),
    example={"access_token": Placeholder.SUBSCRIBER_ACCESS_TOKEN, "venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListKeys, ctx: CallContext) -> KeysListed:
    overview = subscriber_overview.load_own_overview(ctx, body.venue)
    person, inventory = SubscriberInfo.from_overview(overview), KeyInventory.from_overview(overview)
    return KeysListed.from_value(person, inventory, keys_in_key_pools=keys.pools(overview.keys))
