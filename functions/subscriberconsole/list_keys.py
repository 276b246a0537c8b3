"""List one's own WiFi keys with the networks and places where they hold."""

from pydantic import Field

from vault.callers.model import Caller
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire
from vault.keys import shown as keys
from vault.keys.shown import PoolShown
from vault.people import shown as people
from vault.people.fields import PersonText
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Request, Response
from vault.subscribers import overview
from vault.subscribers.overview import Overview
from vault.venues.model import VenueNotFound
from vault.venues.references import AnyOptionalVenueRef


class ListKeys(Request):
    access_token: str
    venue: AnyOptionalVenueRef = None


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
    keys_in_key_pools: dict[str, PoolShown]
    messages_from_venues: dict[str, str] = Field(default_factory=dict)


def answered(seen: Overview) -> KeysListed:
    online, offline = seen.device_counts()
    return KeysListed(
        **people.profile(seen.profile),
        **people.preferences(seen.subscriber),
        key_count=len(seen.keys),
        key_count_active=seen.active_count,
        device_count_online=online,
        device_count_offline=offline,
        keys_in_key_pools=keys.pools(seen.keys),
    )


@endpoint(
    "/subscriberconsole/listKeys",
    requires=Permission.ACCOUNT_KEYS,
    raises=(VenueNotFound,),
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
    unimplemented_fields=(wire("messages_from_venues"),),
)
def handler(body: ListKeys, caller: Caller) -> KeysListed:
    return answered(overview.of_caller(caller, body.venue))
