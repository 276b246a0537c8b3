"""Add a subscriber with WiFi keys at a venue or one of its units, or give keys to one who is there."""

from pydantic import Field

from vault.callers.model import Caller
from vault.kernel import ids
from vault.kernel.contact import EmailAddress, PersonName40, PhoneNumber, PhoneNumberInvalid, phone_number
from vault.kernel.fields import Line20, Line64, NewPassword, UserPart
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.tokens import KeyTextInvalid
from vault.kernel.vocabulary import wire
from vault.keys.issuing import Wish
from vault.keys.model import KeyNotUnique
from vault.people.model import NewPerson, PersonNotFound, PhoneNumberTaken, Profile
from vault.plans.model import ServicePlanNotFound, ServicePlanNotOffered
from vault.plans.references import OptionalPlanRef
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Request, Response, Wire
from vault.subscribers import service as subscribers
from vault.subscribers.model import PeriodInvalid, Subscription
from vault.subscribers.references import HomeAtVenueRef, NewResidentRef
from vault.subscribers.service import Lease, MovedIn
from vault.units.model import DEFAULT_PART, UnitNotFound
from vault.venues.model import VenueNotFound


class Policy(Wire):
    """Where in the venue the keys hold, and from when to when: a unit by our id, or by its name, building and floor."""

    unit_id_internal: str | None = Field(None, max_length=512)
    unit_id: Line20 | None = None
    unit_building: Line20 = DEFAULT_PART
    unit_floor: Line20 = DEFAULT_PART
    start: Instant | None = None
    end: Instant | None = None
    external_subscription_id: Line64 | None = None


class AddKey(Request):
    access_token: str
    resident: NewResidentRef
    email_address: EmailAddress | None = None
    phone_number: PhoneNumber | None = None
    home: HomeAtVenueRef
    plan: OptionalPlanRef = None
    user_part_for_new_key: UserPart | None = None
    new_key: NewPassword | None = None
    given_name: PersonName40 | None = None
    family_name: PersonName40 | None = None
    policy_for_subscriber_key: Policy = Policy()

    def unit_named(self, venue_id: str) -> str | None:
        """The id of the unit that the policy names."""
        policy = self.policy_for_subscriber_key
        if policy.unit_id_internal or not policy.unit_id:
            return policy.unit_id_internal
        parts = (policy.unit_building or DEFAULT_PART, policy.unit_floor or DEFAULT_PART)
        return ids.unit_id(venue_id, policy.unit_id, *parts)

    def newcomer(self, caller: Caller) -> NewPerson:
        """The person, in case they are new."""
        phone = phone_number(self.phone_number, caller.operator.country) if self.phone_number else ""
        return NewPerson(self.email_address or "", phone, self.given_name or "", self.family_name or "")

    def lease(self) -> Lease:
        """The subscription as it is asked for."""
        policy = self.policy_for_subscriber_key
        return Lease(self.plan, policy.start, policy.end, external_id=policy.external_subscription_id)

    def wish(self) -> Wish:
        """The key's text as it is asked for."""
        return Wish(self.new_key, self.user_part_for_new_key)


class SubscriptionShown(Wire):
    subscription_id: str
    venue_id: str
    unit_id_internal: str | None
    service_plan_id: str | None
    start: Instant
    end: Instant | None
    external_subscription_id: str | None


class KeyAdded(Response):
    subscriber_token: str
    email_address: str
    given_name: str
    family_name: str
    phone_number_e164: str
    stripe_customer_id: str | None = None
    stripe_setup_intent_id: str | None = None
    stripe_client_secret: str | None = None
    stripe_publishable_key: str | None = None
    subscription: SubscriptionShown
    date_added_iso: Instant


def shown(subscription: Subscription) -> SubscriptionShown:
    at_venue = subscription.at == subscription.venue_id
    ends_at = subscription.period.ends_at
    return SubscriptionShown(
        subscription_id=subscription.id,
        venue_id=subscription.venue_id,
        unit_id_internal=None if at_venue else subscription.at,
        service_plan_id=subscription.plan_id,
        start=from_epoch_ms(subscription.period.starts_at),
        end=None if ends_at is None else from_epoch_ms(ends_at),
        external_subscription_id=subscription.external_id,
    )


def answered(moved: MovedIn, profile: Profile) -> KeyAdded:
    issued = moved.issued
    said = "key_created" if issued.new else "key_there" if issued.keys else "no_keypool_yet"
    return KeyAdded(
        message=text(f"message.{said}"),
        subscriber_token=profile.token,
        email_address=profile.email,
        given_name=profile.given_name,
        family_name=profile.family_name,
        phone_number_e164=profile.phone,
        subscription=shown(moved.subscription),
        date_added_iso=from_epoch_ms(moved.added_at),
    )


@endpoint(
    "/networkoperatorconsole/subscribers/addKey",
    requires=Permission.KEYS_ISSUE,
    command="Subscriber.addKey",
    raises=(
        VenueNotFound,
        UnitNotFound,
        PersonNotFound,
        ServicePlanNotFound,
        ServicePlanNotOffered,
        PhoneNumberInvalid,
        PhoneNumberTaken,
        KeyTextInvalid,
        KeyNotUnique,
        PeriodInvalid,
    ),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.COGNITO, Service.KMS, Service.REDIS),
    pending=(
        wire("stripe_customer_id"),
        wire("stripe_setup_intent_id"),
        wire("stripe_client_secret"),
        wire("stripe_publishable_key"),
    ),
)
def handler(body: AddKey, caller: Caller) -> KeyAdded:
    home = body.home.holding(body.unit_named(body.home.venue.id))
    new = body.newcomer(caller)
    moved = subscribers.move_in(caller, body.resident, new, home, body.lease(), body.wish())
    return answered(moved, subscribers.profile_of(caller, moved, new))
