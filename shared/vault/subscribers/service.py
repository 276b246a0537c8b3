"""Residents added: in Cognito first, then in one write with their keys, their subscription and what is sent."""

import datetime as dt

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import notify
from vault.callers.model import Caller, Scope
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.templates import Template
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keys.issuing import Issued, Order, Wish, issue
from vault.operators.service import keyring
from vault.people import codes
from vault.people import service as people
from vault.people.model import AWAITING_TERMS, Added, NewPerson, Profile, Subscriber
from vault.plans.model import Plan
from vault.subscribers import queries
from vault.subscribers.model import Home, Period, Resident, Subscription


@value
class Lease:
    """The subscription as it is asked for."""

    plan: Plan | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    invoice_date: dt.datetime | None = None
    external_id: str | None = None


@value
class MovedIn:
    """A resident with a home; `temporary_password` is in clear, and there only for somebody who is new."""

    subscriber: Subscriber
    subscription: Subscription
    issued: Issued
    is_new: bool
    temporary_password: str | None

    @property
    def added_at(self) -> int:
        """When the newest of the keys was added (epoch ms), or the person where there is none."""
        return max((key.added_at for key in self.issued.keys), default=self.subscriber.added_at)


def move_in(caller: Caller, resident: Resident | None, new: NewPerson, home: Home, lease: Lease, wish: Wish) -> MovedIn:
    """The resident with a subscription at the home and a key for each pool that is shown there; what is there stays.

    Raises ServicePlanNotOffered, PeriodInvalid, KeyTextInvalid, PhoneNumberTaken, Unavailable; at the commit
    KeyNotUnique.
    """
    plan_id = home.plan(lease.plan)
    period = Period.residential(lease.start or now(), lease.end, home.venue.time_zone)
    added = None if resident else people.add(caller, new)
    known = resident or Resident(newborn(caller, new, added))
    subscription = there(known, home, period) or subscribed(caller, known, home, lease, (period, plan_id))
    order = Order(known, home.pools, (subscription.stay(),), wish, is_new=added is not None)
    (issued,) = issue(caller, order)
    log(caller, known, home, issued, added)
    password = added.temporary_password if added else None
    return MovedIn(known.subscriber, subscription, issued, added is not None, password)


def newborn(caller: Caller, new: NewPerson, added: Added | None) -> Subscriber:
    """The person who is being added, as the graph will have them."""
    token = added.token if added else ""
    return Subscriber(
        id=ids.subscriber_id(token),
        token=token,
        operator_id=caller.operator.id,
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


def there(known: Resident, home: Home, period: Period) -> Subscription | None:
    """The subscription that the person has at the home in this period already."""
    at_home = [each for each in known.subscriptions if each.at == home.id and each.period.overlaps(period)]
    return next(iter(at_home), None)


def subscribed(
    caller: Caller, known: Resident, home: Home, lease: Lease, wanted: tuple[Period, str | None]
) -> Subscription:
    """A new subscription at the home. With an invoice date of its own it has no trial."""
    period, plan_id = wanted
    invoice_at = epoch_ms(lease.invoice_date) if lease.invoice_date else None
    subscription = Subscription(
        id=ids.subscription_id(known.token, home.id, period.starts_at),
        at=home.id,
        venue_id=home.venue.id,
        period=period,
        plan_id=plan_id,
        vlan=home.vlan,
        external_id=lease.external_id,
        invoice_at=invoice_at,
    )
    properties = {
        Prop.EXTERNAL_SUBSCRIPTION_ID: lease.external_id,
        Prop.INVOICE_AT: invoice_at,
        Prop.TRIAL_CYCLES: None if invoice_at is None else 0,
        Prop.ADDED_AT: epoch_ms(now()),
    }
    caller.tx.change(*queries.subscribe(known.id, subscription, **properties))
    unit_id = home.unit.id if home.unit else None
    audit.record(
        caller,
        AuditEvent.SUBSCRIPTION_ADDED,
        venue_id=home.venue.id,
        unit_id=unit_id,
        subscriber=known.token,
        service_plan=plan_id,
    )
    return subscription


def log(caller: Caller, known: Resident, home: Home, issued: Issued, added: Added | None) -> None:
    """What became of the call in the audit log, and the mail to somebody who is new."""
    unit_id = home.unit.id if home.unit else None
    about = {"venue_id": home.venue.id, "unit_id": unit_id, "subscriber": known.token}
    if added:
        audit.record(caller, AuditEvent.SUBSCRIBER_ADDED, **about)
        notify(caller, Template.WELCOME, known.token, venue=home.venue.id, unit=unit_id or "")
    if issued.new:
        keys = ", ".join(key.id for key in issued.new)
        audit.record(caller, AuditEvent.KEYS_ISSUED, **about, keys=keys)
    if not caller.tx.entries:
        audit.record(caller, AuditEvent.KEYS_EXTENDED if caller.tx.changes else AuditEvent.SUBSCRIBER_READ, **about)


@value
class Told:
    """What a caller may know of a resident."""

    token: str
    status: str | None = None
    temporary_password: str | None = None
    by_email: bool | None = None
    by_sms: bool | None = None
    external_id: str | None = None


def told(caller: Caller, known: Resident | None, moved: MovedIn, scope: Scope) -> Told:
    """Everything of somebody new or at the caller's venues; of others no more than the SubscriberToken."""
    subscriber = moved.subscriber
    if known and not known.is_at(scope):
        return Told(subscriber.token)
    password = temporary_password(caller, known, scope) if known else moved.temporary_password
    return Told(
        subscriber.token,
        subscriber.status,
        password,
        subscriber.by_email,
        subscriber.by_sms,
        subscriber.external_id,
    )


def temporary_password(caller: Caller, resident: Resident, scope: Scope) -> str | None:
    """The temporary password that somebody has still to use, for callers to whom it may be told."""
    code = resident.subscriber.code
    if code is None or not codes.alive(code, codes.TEMPORARY_PASSWORD) or not resident.is_only_at(scope):
        return None
    return codes.text_of(keyring(caller.operator), resident.token, code)


def profile_of(caller: Caller, moved: MovedIn, new: NewPerson) -> Profile:
    """The person's name and addresses: as given for somebody new, else as Cognito has them. Raises Unavailable."""
    token = moved.subscriber.token
    if moved.is_new:
        return Profile(token, new.email, new.phone, new.given_name, new.family_name)
    return people.one(caller.operator, token)
