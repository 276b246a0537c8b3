"""List one's own WiFi keys with the networks and places where they hold."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import Caller
from vault.callers.references import Reference
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.vocabulary import wire
from vault.keys.model import Policy
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Request, Response, Wire
from vault.subscribers import overview
from vault.subscribers.overview import OpenKey, Overview
from vault.venues.model import Venue, VenueNotFound
from vault.venues.references import VENUE


class ListKeys(Request):
    access_token: str
    venue: Annotated[Venue | None, Reference(VENUE, by=("venue_id",), required=False, anywhere=True)] = None


class PolicyShown(Wire):
    venue_id: str
    unit_id_internal: str | None
    service_plan_id: str | None
    start: Instant
    end: Instant | None


class KeyShown(Wire):
    psk: str
    date_added_iso: Instant
    key_tag: str
    active: bool
    policies: list[PolicyShown]


class PoolShown(Wire):
    ssid: str
    keys: dict[str, KeyShown]


class KeysListed(Response):
    subscriber_token: str
    email_address: str
    given_name: str
    family_name: str
    phone_number_e164: str
    locale: str
    contactpref_sms: bool
    contactpref_email: bool
    key_count: int
    key_count_active: int
    device_count_online: int = 0
    device_count_offline: int = 0
    keys_in_key_pools: dict[str, PoolShown]
    messages_from_venues: dict[str, str] = Field(default_factory=dict)


def policy(held: Policy) -> PolicyShown:
    return PolicyShown(
        venue_id=held.venue_id,
        unit_id_internal=None if held.at == held.venue_id else held.at,
        service_plan_id=held.plan_id,
        start=from_epoch_ms(held.starts_at),
        end=None if held.ends_at is None else from_epoch_ms(held.ends_at),
    )


def key(opened: OpenKey) -> KeyShown:
    return KeyShown(
        psk=opened.text,
        date_added_iso=from_epoch_ms(opened.key.added_at),
        key_tag=opened.key.tag,
        active=opened.is_active,
        policies=[policy(each) for each in opened.key.policies],
    )


def answered(seen: Overview) -> KeysListed:
    subscriber, profile = seen.subscriber, seen.profile
    pools = {
        pool_id: PoolShown(ssid=keys[0].key.ssid, keys={each.key.id: key(each) for each in keys})
        for pool_id, keys in seen.pools().items()
    }
    return KeysListed(
        subscriber_token=subscriber.token,
        email_address=profile.email,
        given_name=profile.given_name,
        family_name=profile.family_name,
        phone_number_e164=profile.phone,
        locale=subscriber.locale,
        contactpref_sms=subscriber.by_sms,
        contactpref_email=subscriber.by_email,
        key_count=len(seen.keys),
        key_count_active=seen.active_count,
        keys_in_key_pools=pools,
    )


@endpoint(
    "/subscriberconsole/listKeys",
    requires=Permission.ACCOUNT_KEYS,
    raises=(VenueNotFound,),
    uses=(Graph.FRESH, Service.COGNITO, Service.KMS, Service.REDIS),
    pending=(wire("device_count_online"), wire("device_count_offline"), wire("messages_from_venues")),
)
def handler(body: ListKeys, caller: Caller) -> KeysListed:
    return answered(overview.of_caller(caller, body.venue))
