"""Add a subscriber with WiFi keys at a venue or one of its units, or give keys to one who is there."""

from vault.callers.model import Caller
from vault.kernel.contact import EmailAddress, PersonName40, PhoneNumber, PhoneNumberInvalid, phone_number
from vault.kernel.fields import NewPassword, UserPart
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.tokens import KeyTextInvalid
from vault.kernel.vocabulary import wire
from vault.keys.issuing import Wish
from vault.keys.model import KeyNotUnique
from vault.people import shown as people
from vault.people.model import NewPerson, PersonNotFound, PhoneNumberTaken, Profile
from vault.plans.model import ServicePlanNotFound, ServicePlanNotOffered
from vault.plans.references import OptionalPlanRef
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Request, Response
from vault.subscribers import service as subscribers
from vault.subscribers.fields import Policy
from vault.subscribers.model import PeriodInvalid
from vault.subscribers.references import HomeAtVenueRef, NewResidentRef
from vault.subscribers.service import MovedIn
from vault.subscribers.shown import SubscriptionShown
from vault.units.model import UnitNotFound
from vault.venues.model import VenueNotFound


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
        return self.policy_for_subscriber_key.unit_at(venue_id)

    def newcomer(self, caller: Caller) -> NewPerson:
        """The person, in case they are new."""
        phone = phone_number(self.phone_number, caller.operator.country) if self.phone_number else ""
        return NewPerson(self.email_address or "", phone, self.given_name or "", self.family_name or "")

    def wish(self) -> Wish:
        """The key's text as it is asked for."""
        return Wish(self.new_key, self.user_part_for_new_key)


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


def answered(moved: MovedIn, profile: Profile) -> KeyAdded:
    issued = moved.issued
    said = Message.KEY_CREATED if issued.new else Message.KEY_THERE if issued.keys else Message.NO_KEYPOOL_YET
    return KeyAdded(
        message=text(said),
        **people.profile(profile),
        subscription=SubscriptionShown.of(moved.subscription),
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
    unimplemented_fields=(
        wire("stripe_customer_id"),
        wire("stripe_setup_intent_id"),
        wire("stripe_client_secret"),
        wire("stripe_publishable_key"),
    ),
)
def handler(body: AddKey, caller: Caller) -> KeyAdded:
    home = body.home.holding(body.unit_named(body.home.venue.id))
    new = body.newcomer(caller)
    moved = subscribers.move_in(
        caller, body.resident, new, home, body.policy_for_subscriber_key.lease(body.plan), body.wish()
    )
    return answered(moved, subscribers.profile_of(caller, moved, new))
