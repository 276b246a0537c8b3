"""Adding residents: in Cognito first, then in one write with keys, subscription and notification."""

import datetime as dt
import itertools

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext, Scope
from vault.gateway_marks.service import mark_gateway_vlans
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.statuses import AWAITING_TERMS
from vault.kernel.templates import Template
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keys.issuance import IssuedKeys, IssueRequest, PassphraseChoice, issue
from vault.keys.model import ChosenKeyLimitReached, CustomKeysDisabled, KeyNotUnique
from vault.limits import service as limits
from vault.limits.model import TooManyRequests
from vault.operators.service import get_keyring
from vault.outbox.messages import queue_notification
from vault.people import codes, confirmations, proofs
from vault.people import service as people
from vault.people.model import AddedPerson, NewPerson, Profile, Subscriber
from vault.plans.model import Plan
from vault.subscribers import queries
from vault.subscribers.model import (
    MAX_SUBSCRIPTIONS_AT_VENUE,
    MoveInTarget,
    Period,
    PeriodInvalid,
    Resident,
    Subscription,
    SubscriptionLimitReached,
)
from vault.units.vlans import VlanOffsetConflict, keep_subscription_apart

MOVE_IN_ERRORS = (
    ChosenKeyLimitReached,
    CustomKeysDisabled,
    KeyNotUnique,
    PeriodInvalid,
    SubscriptionLimitReached,
    TooManyRequests,
    VlanOffsetConflict,
)
"""Errors of `move_in`, besides those of the plan, the phone number and the external id that it may get."""


@value
class SubscriptionRequest:
    plan: Plan | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    invoice_date: dt.datetime | None = None
    external_id: str | None = None


@value
class MovedIn:
    """A resident who moved in; `temporary_password` is in clear, and set only for a new person."""

    subscriber: Subscriber
    subscription: Subscription
    issued: IssuedKeys
    is_new: bool
    temporary_password: str | None

    @property
    def added_at(self) -> int:
        """When the newest key was added, or the person if there is none (epoch ms)."""
        return max((key.added_at for key in self.issued.keys), default=self.subscriber.added_at)


def move_in(
    ctx: CallContext,
    resident: Resident | None,
    new: NewPerson,
    target: MoveInTarget,
    request: SubscriptionRequest,
    choice: PassphraseChoice,
) -> MovedIn:
    """Add what is missing: the person, a subscription at the target, and a key of each keypool there.

    Raises ServicePlanNotOffered, PeriodInvalid, KeyTextInvalid, ChosenKeyLimitReached, SubscriptionLimitReached,
    TooManyRequests, VlanOffsetConflict, Unavailable; at the commit KeyNotUnique, PhoneNumberTaken,
    ExternalSubscriberIdTaken.
    """
    choice.check_allowed(ctx.operator)
    if choice.new_key:
        limits.count_passphrase_choice(ctx, ctx.token)
    plan_id = target.choose_plan_id(request.plan)
    period = Period.whole_days(request.start or now(), request.end, target.venue.time_zone)
    added = None if resident else people.add(ctx, new)
    if resident:
        people.restore_user(ctx.operator, resident.token, new)
        confirmations.await_confirmation(ctx, resident.subscriber, target.venue.id)
    known = resident or Resident(_unsaved_subscriber(ctx, new, added))
    subscription = _existing_subscription(known, target, period) or _add_subscription(
        ctx, known, target, request, (period, plan_id)
    )
    issue_request = IssueRequest(known, target.pools, (subscription.entitlement(),), choice, is_new=added is not None)
    (issued,) = issue(ctx, issue_request)
    _record_move_in(ctx, known, target, issued, added)
    password = added.temporary_password if added else None
    return MovedIn(known.subscriber, subscription, issued, added is not None, password)


def _unsaved_subscriber(ctx: CallContext, new: NewPerson, added: AddedPerson | None) -> Subscriber:
    token = added.token if added else ""
    return Subscriber(
        id=ids.subscriber_id(token),
        token=token,
        operator_id=ctx.operator.id,
        venue_ids=frozenset(),
        status=AWAITING_TERMS,
        locale=new.locale,
        by_email=new.by_email,
        by_sms=new.by_sms,
        external_id=new.external_id,
        added_at=epoch_ms(added.added_at if added else now()),
        accepted_at=None,
        code=None,
    )


def _existing_subscription(known: Resident, target: MoveInTarget, period: Period) -> Subscription | None:
    at_target = (each for each in known.subscriptions if each.at == target.id and not each.is_closed)
    return next((each for each in at_target if each.period.overlaps(period)), None)


def _add_subscription(
    ctx: CallContext,
    known: Resident,
    target: MoveInTarget,
    request: SubscriptionRequest,
    period_and_plan: tuple[Period, str | None],
) -> Subscription:
    """Add a subscription; one with an invoice date of its own has no trial. Raises SubscriptionLimitReached."""
    period, plan_id = period_and_plan
    if sum(each.venue_id == target.venue.id for each in known.subscriptions) >= MAX_SUBSCRIPTIONS_AT_VENUE:
        raise SubscriptionLimitReached(most=MAX_SUBSCRIPTIONS_AT_VENUE)
    if target.unit and plan_id in target.wireless_only_plan_ids:
        keep_subscription_apart(ctx, target.offset, target.unit)
    subscription = _build_subscription(known, target, request, period, plan_id)
    properties = {
        Prop.EXTERNAL_SUBSCRIPTION_ID: request.external_id,
        Prop.INVOICE_AT: subscription.invoice_at,
        Prop.TRIAL_CYCLES: None if subscription.invoice_at is None else 0,
        Prop.ADDED_AT: epoch_ms(now()),
    }
    ctx.tx.guard(queries.place_exists(target.id))
    ctx.tx.change(*queries.subscribe(known.id, subscription, **properties))
    unit_id = target.unit.id if target.unit else None
    mark_gateway_vlans(ctx, units=[subscription.at])
    audit.record(
        ctx,
        AuditEvent.SUBSCRIPTION_ADDED,
        venue_id=target.venue.id,
        unit_id=unit_id,
        subscriber=known.token,
        service_plan=plan_id,
    )
    return subscription


def _build_subscription(
    known: Resident, target: MoveInTarget, request: SubscriptionRequest, period: Period, plan_id: str | None
) -> Subscription:
    return Subscription(
        id=_choose_subscription_id(known, target, period),
        at=target.id,
        venue_id=target.venue.id,
        period=period,
        plan_id=plan_id,
        vlan=target.vlan,
        external_id=request.external_id,
        invoice_at=epoch_ms(request.invoice_date) if request.invoice_date else None,
    )


def _choose_subscription_id(known: Resident, target: MoveInTarget, period: Period) -> str:
    """Another one where a closed subscription began on the same day."""
    plain = ids.subscription_id(known.token, target.id, period.starts_at)
    used = {each.id for each in known.subscriptions}
    others = (f"{plain}.{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([plain], others) if each not in used)


def _record_move_in(
    ctx: CallContext, known: Resident, target: MoveInTarget, issued: IssuedKeys, added: AddedPerson | None
) -> None:
    unit_id = target.unit.id if target.unit else None
    about = {"venue_id": target.venue.id, "unit_id": unit_id, "subscriber": known.token}
    if added:
        audit.record(ctx, AuditEvent.SUBSCRIBER_ADDED, **about)
        queue_notification(ctx, Template.WELCOME, known.token, venue=target.venue.id, unit=unit_id or "")
    if issued.new:
        keys = ", ".join(key.id for key in issued.new)
        audit.record(ctx, AuditEvent.KEYS_ISSUED, **about, keys=keys)
    if not ctx.tx.entries:
        audit.record(ctx, AuditEvent.KEYS_EXTENDED if ctx.tx.changes else AuditEvent.SUBSCRIBER_READ, **about)


@value
class SubscriberSummary:
    token: str
    status: str | None = None
    temporary_password: str | None = None
    by_email: bool | None = None
    by_sms: bool | None = None
    external_id: str | None = None


def summarize(ctx: CallContext, known: Resident | None, moved: MovedIn, scope: Scope) -> SubscriberSummary:
    """Everything about a new person or one at the caller's venues; of others only the SubscriberToken.

    The use of a temporary password that is shown here proves nothing.
    """
    subscriber = moved.subscriber
    if known and not known.is_at(scope):
        return SubscriberSummary(subscriber.token)
    password = _visible_temporary_password(ctx, known, scope) if known else moved.temporary_password
    if password:
        proofs.record_viewer(ctx, subscriber)
    return SubscriberSummary(
        subscriber.token,
        subscriber.status,
        password,
        subscriber.by_email,
        subscriber.by_sms,
        subscriber.external_id or "",
    )


def _visible_temporary_password(ctx: CallContext, resident: Resident, scope: Scope) -> str | None:
    code = resident.subscriber.code
    if code is None or not codes.is_usable(code, codes.TEMPORARY_PASSWORD) or not resident.is_only_at(scope):
        return None
    return codes.unseal_code(get_keyring(ctx.operator), resident.token, code)


def profile_of(ctx: CallContext, moved: MovedIn, new: NewPerson) -> Profile:
    """The profile as given for a new person, else from Cognito. Raises Unavailable."""
    token = moved.subscriber.token
    if moved.is_new:
        return Profile(token, new.email, new.phone, new.given_name, new.family_name)
    return people.get_profile(ctx.operator, token)
