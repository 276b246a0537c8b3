"""Add a subscriber with WiFi keys at a venue or one of its units, or give keys to an existing subscriber."""

from vault.callers.model import CallContext
from vault.kernel.contact import EmailAddress, PersonName40, PhoneNumber, PhoneNumberInvalid, normalize_phone_number
from vault.kernel.fields import NewPassword, UserPart
from vault.kernel.generated_secrets import KeyTextInvalid
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.vocabulary import wire_name
from vault.keys.issuance import IssuedKeys, PassphraseChoice
from vault.keys.model import KeyNotUnique
from vault.people.model import NewPerson, PersonNotFound, PhoneNumberTaken
from vault.people.views import ProfileView
from vault.plans.model import ServicePlanNotFound, ServicePlanNotOffered
from vault.plans.references import OptionalPlanRef
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Request, Response
from vault.subscribers import service as subscribers
from vault.subscribers.fields import PolicyInput
from vault.subscribers.model import PeriodInvalid
from vault.subscribers.references import NewResidentRef, TargetAtVenueRef
from vault.subscribers.views import SubscriptionView
from vault.units.model import UnitNotFound
from vault.venues.model import VenueNotFound


class AddKey(Request):
    access_token: str
    resident: NewResidentRef
    email_address: EmailAddress | None = None
    phone_number: PhoneNumber | None = None
    home: TargetAtVenueRef
    plan: OptionalPlanRef = None
    user_part_for_new_key: UserPart | None = None
    new_key: NewPassword | None = None
    given_name: PersonName40 | None = None
    family_name: PersonName40 | None = None
    policy_for_subscriber_key: PolicyInput = PolicyInput()

    def unit_named(self, venue_id: str) -> str | None:
        return self.policy_for_subscriber_key.unit_at(venue_id)

    def new_person(self, ctx: CallContext) -> NewPerson:
        phone = normalize_phone_number(self.phone_number, ctx.operator.country) if self.phone_number else ""
        return NewPerson(self.email_address or "", phone, self.given_name or "", self.family_name or "")

    def passphrase_choice(self) -> PassphraseChoice:
        return PassphraseChoice(self.new_key, self.user_part_for_new_key)


class KeyAdded(Response, ProfileView):
    stripe_customer_id: str | None = None
    stripe_setup_intent_id: str | None = None
    stripe_client_secret: str | None = None
    stripe_publishable_key: str | None = None
    subscription: SubscriptionView
    date_added_iso: Instant


def _outcome(issued: IssuedKeys) -> Message:
    if issued.new:
        return Message.KEY_CREATED
    return Message.KEY_THERE if issued.keys else Message.NO_KEYPOOL_YET


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
        wire_name("stripe_customer_id"),
        wire_name("stripe_setup_intent_id"),
        wire_name("stripe_client_secret"),
        wire_name("stripe_publishable_key"),
    ),
)
def handler(body: AddKey, ctx: CallContext) -> KeyAdded:
    home = body.home.require_unit(body.unit_named(body.home.venue.id))
    new = body.new_person(ctx)
    request = body.policy_for_subscriber_key.subscription_request(body.plan)
    moved = subscribers.move_in(ctx, body.resident, new, home, request, body.passphrase_choice())
    person = ProfileView.from_profile(subscribers.profile_of(ctx, moved, new))
    subscription, added_at = SubscriptionView.from_subscription(moved.subscription), from_epoch_ms(moved.added_at)
    said = text(_outcome(moved.issued))
    return KeyAdded.from_value(person, message=said, subscription=subscription, date_added_iso=added_at)
