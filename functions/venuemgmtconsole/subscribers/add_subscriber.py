"""Add a resident to a unit: account, WiFi key and subscription; the resident gets a temporary password by mail."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.contact import EmailAddress
from vault.kernel.fields import Line64, NewPassword, UserPart
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant
from vault.kernel.vocabulary import wire_name
from vault.keys.issuance import PassphraseChoice
from vault.keys.model import ChosenKeyLimitReached, KeyNotUnique
from vault.limits.model import TooManyRequests
from vault.people.model import NewPerson
from vault.runtime.endpoint import Graph, Queue, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.subscribers import service as subscribers
from vault.subscribers.model import PeriodInvalid, SubscriptionLimitReached
from vault.subscribers.references import ResidentRef, TargetAtUnitRef
from vault.subscribers.service import SubscriptionRequest
from vault.subscribers.views import SummaryView
from vault.venues.references import VenueRef


class AddSubscriber(SignedInRequest):
    access_token: str = ""
    resident: Annotated[
        ResidentRef | None,
        Naming(
            by=("email_address", "subscriber_token"),
            may_be_new=True,
            existing_only=("subscriber_token",),
            any_venue=True,
        ),
    ] = None
    email_address: EmailAddress
    home: TargetAtUnitRef
    venue: VenueRef | None = None
    user_part_for_new_key: UserPart | None = None
    new_key: NewPassword | None = None
    contactpref_email: bool = True
    contactpref_sms: bool = False
    external_subscriber_id: Line64 | None = None
    external_subscription_id: Line64 | None = None
    start: Instant | None = None
    end: Instant | None = None
    invoice_date: Instant | None = None

    def new_person(self) -> NewPerson:
        return NewPerson(
            self.email_address,
            by_email=self.contactpref_email,
            by_sms=self.contactpref_sms,
            external_id=self.external_subscriber_id or None,
        )

    def subscription_request(self) -> SubscriptionRequest:
        return SubscriptionRequest(None, self.start, self.end, self.invoice_date, self.external_subscription_id or None)

    def passphrase_choice(self) -> PassphraseChoice:
        return PassphraseChoice(self.new_key, self.user_part_for_new_key)


class SubscriberAdded(Response, SummaryView):
    email_address: str
    stripe_customer_id: str | None = None


@endpoint(
    "/venuemgmtconsole/subscribers/addSubscriber",
    requires=Permission.RESIDENTS_ADD,
    command="Subscriber.add",
    raises=(ChosenKeyLimitReached, KeyNotUnique, PeriodInvalid, SubscriptionLimitReached, TooManyRequests),
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.COGNITO_READ, Service.COGNITO_WRITE, Service.KMS, Service.REDIS),
    unimplemented_fields=(wire_name("stripe_customer_id"),),
    example={"email_address": f"resident{Placeholder.UNIQUE}@homes.example", "unit_id_internal": Placeholder.UNIT_ID},
)
def handler(body: AddSubscriber, ctx: CallContext) -> SubscriberAdded:
    moved = subscribers.move_in(
        ctx, body.resident, body.new_person(), body.home, body.subscription_request(), body.passphrase_choice()
    )
    summary = subscribers.summarize(ctx, body.resident, moved, ctx.scope(Permission.RESIDENTS_ADD))
    message = text(Message.SUBSCRIBER_ADDED if moved.is_new or moved.issued.new else Message.SUBSCRIBER_THERE)
    return SubscriberAdded.from_value(
        SummaryView.from_summary(summary), message=message, email_address=body.email_address
    )
