"""List the caller's own WiFi keys with the SSIDs and places where they are valid."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire_name
from vault.keys import views as keys
from vault.keys.views import KeypoolView
from vault.people import views as people
from vault.people.fields import PersonText
from vault.readmodels import subscriber_overview
from vault.readmodels.subscriber_overview import SubscriberOverview
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.venues.references import ANY_VENUE, VenueRef


class ListKeys(SignedInRequest):
    venue: Annotated[VenueRef | None, ANY_VENUE] = None


class KeysListed(Response):
    subscriber_token: str
    email_address: PersonText
    given_name: PersonText
    family_name: PersonText
    phone_number_e164: PersonText
    locale: str
    contactpref_sms: bool
    contactpref_email: bool
    key_count: int
    key_count_active: int
    device_count_online: int
    device_count_offline: int
    keys_in_key_pools: dict[str, KeypoolView]
    messages_from_venues: dict[str, str] = Field(default_factory=dict)


def _build_response(summary: SubscriberOverview) -> KeysListed:
    online, offline = summary.device_counts()
    return KeysListed(
        **people.profile_fields(summary.profile),
        **people.preference_fields(summary.subscriber),
        key_count=len(summary.keys),
        key_count_active=summary.active_count,
        device_count_online=online,
        device_count_offline=offline,
        keys_in_key_pools=keys.pools(summary.keys),
    )


@endpoint(
    "/subscriberconsole/listKeys",
    requires=Permission.ACCOUNT_KEYS,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
    unimplemented_fields=(wire_name("messages_from_venues"),),
)
def handler(body: ListKeys, ctx: CallContext) -> KeysListed:
    return _build_response(subscriber_overview.load_own_overview(ctx, body.venue))
