"""Add a subscriber with WiFi keys at a venue or one of its units, or give keys to an existing subscriber."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.contact import EmailAddress, PersonName40, PhoneNumber, normalize_phone_number
from vault.kernel.fields import NewPassword, UserPart
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.vocabulary import wire_name
from vault.keys.issuance import PassphraseChoice
from vault.keys.views import issued_message
from vault.people.model import NewPerson, PhoneNumberTaken
from vault.people.references import CONTACT_FIELDS
from vault.people.views import ProfileView
from vault.plans.model import ServicePlanNotOffered
from vault.plans.references import PlanRef
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.subscribers import service as subscribers
from vault.subscribers.fields import PolicyInput
from vault.subscribers.references import ResidentToAddRef, TargetAtVenueRef
from vault.subscribers.service import MOVE_IN_ERRORS
from vault.subscribers.views import StripeSetupView, SubscriptionView
from vault.units.model import UnitNames, UnitNotFound


class AddKey(SignedInRequest):
    resident: Annotated[
        ResidentToAddRef | None,
        Naming(by=CONTACT_FIELDS, may_be_new=True, existing_only=("subscriber_token",)),
    ]
    email_address: EmailAddress | None = None
    phone_number: PhoneNumber | None = None
    home: TargetAtVenueRef
    plan: Annotated[PlanRef | None, Naming(by=("service_plan_id", "external_service_plan_id"))] = None
    user_part_for_new_key: UserPart | None = None
    new_key: NewPassword | None = None
    given_name: PersonName40 | None = None
    family_name: PersonName40 | None = None
    policy_for_subscriber_key: PolicyInput = PolicyInput()

    def unit(self) -> str | UnitNames | None:
        return self.policy_for_subscriber_key.unit()

    def new_person(self, ctx: CallContext) -> NewPerson:
        phone = normalize_phone_number(self.phone_number, ctx.operator.country) if self.phone_number else ""
        return NewPerson(self.email_address or "", phone, self.given_name or "", self.family_name or "")

    def passphrase_choice(self) -> PassphraseChoice:
        return PassphraseChoice(self.new_key, self.user_part_for_new_key)


class KeyAdded(Response, ProfileView, StripeSetupView):
    subscription: SubscriptionView
    date_added_iso: Instant


@endpoint(
    "/networkoperatorconsole/subscribers/addKey",
    requires=Permission.KEYS_ISSUE,
    command="Subscriber.addKey",
    raises=(*MOVE_IN_ERRORS, UnitNotFound, ServicePlanNotOffered, PhoneNumberTaken),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.COGNITO_READ, Service.COGNITO_WRITE, Service.KMS, Service.REDIS),
    unimplemented_fields=tuple(map(wire_name, StripeSetupView.model_fields)),
    example={"venue_id": Placeholder.VENUE_ID, "email_address": Placeholder.SUBSCRIBER_EMAIL},
)
def handler(body: AddKey, ctx: CallContext) -> KeyAdded:
    home = body.home.require_unit(body.unit())
    new = body.new_person(ctx)
    request = body.policy_for_subscriber_key.subscription_request(body.plan)
    moved = subscribers.move_in(ctx, body.resident, new, home, request, body.passphrase_choice())
    person = ProfileView.from_profile(subscribers.profile_of(ctx, moved, new))
    subscription, added_at = SubscriptionView.from_subscription(moved.subscription), from_epoch_ms(moved.added_at)
    message = issued_message(moved.issued)
    return KeyAdded.from_value(person, message=message, subscription=subscription, date_added_iso=added_at)
