"""Residents with their keys and subscriptions, and the units and venues that they move into."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Self

from vault.callers.model import Scope
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.time import epoch_ms, last_millisecond_of_day, start_of_day
from vault.kernel.values import value
from vault.keys.model import Entitlement, KeyHolder, KeypoolForNewKeys
from vault.plans.model import Plan, ServicePlanNotOffered
from vault.units.model import Purpose, Unit, UnitNotFound, VenueOffset
from vault.venues.model import HasVenue, Venue

MAX_SUBSCRIPTIONS_AT_VENUE = 250
DEFAULT_PLANS = {
    Purpose.WIRED_UNIT: Prop.DEFAULT_PLAN_WIRED,
    Purpose.LOCAL_WIRELESS_ONLY: Prop.DEFAULT_PLAN_LOCAL,
    Purpose.GLOBAL_ROAMING: Prop.DEFAULT_PLAN_ROAMING,
}


class SubscriptionLimitReached(DomainError):
    """The person already has MAX_SUBSCRIPTIONS_AT_VENUE, those that have ended included."""

    code = ErrorCode.SUBSCRIPTION_LIMIT_REACHED


class PeriodInvalid(DomainError):
    """A subscription ends before it starts."""

    code = ErrorCode.PERIOD_INVALID
    kind = Kind.INVALID


@value
class Period:
    """A period in epoch ms, both ends included; without an end it is open."""

    starts_at: int
    ends_at: int | None

    @classmethod
    def whole_days(cls, start: dt.datetime, end: dt.datetime | None, zone: str) -> Self:
        """From the first day's midnight to the last day's last millisecond in a time zone. Raises PeriodInvalid."""
        starts_at = epoch_ms(start_of_day(start, zone))
        ends_at = epoch_ms(last_millisecond_of_day(end, zone)) if end else None
        if ends_at is not None and ends_at < starts_at:
            raise PeriodInvalid
        return cls(starts_at, ends_at)

    def contains(self, moment: int) -> bool:
        return self.starts_at <= moment and (self.ends_at is None or moment <= self.ends_at)

    def overlaps(self, other: Self) -> bool:
        return (other.ends_at is None or self.starts_at <= other.ends_at) and (
            self.ends_at is None or other.starts_at <= self.ends_at
        )


@value
class Subscription:
    """A person's subscription; `at` is the id of the unit, also of a deleted one, or of the venue as a whole."""

    id: str
    at: str
    venue_id: str
    period: Period
    plan_id: str | None
    vlan: int | None
    external_id: str | None = None
    invoice_at: int | None = None
    is_closed: bool = False
    """Whether it ended early, or with its unit: who comes back gets another one."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            at=row["at"],
            venue_id=row["venue"],
            period=Period(vertex[Prop.STARTS_AT], vertex.get(Prop.ENDS_AT)),
            plan_id=next(iter(row["plan"]), None),
            vlan=next(iter(row["vlan"]), None),
            external_id=vertex.get(Prop.EXTERNAL_SUBSCRIPTION_ID),
            invoice_at=vertex.get(Prop.INVOICE_AT),
            is_closed=Prop.END_REASON in vertex or Prop.FORMER_UNIT in vertex,
        )

    def entitlement(self) -> Entitlement:
        return Entitlement(
            at=self.at,
            venue_id=self.venue_id,
            subscription_id=self.id,
            starts_at=self.period.starts_at,
            ends_at=self.period.ends_at,
            vlan=self.vlan,
            plan_id=self.plan_id,
        )


@value
class Resident(KeyHolder):
    """A person with their keys and subscriptions; `post_count` is the number of their staff roles."""

    subscriptions: tuple[Subscription, ...] = ()
    post_count: int = 0

    @classmethod
    def from_row(cls, row: Row) -> Self:
        subscriptions = tuple(map(Subscription.from_row, row["subscriptions"]))
        return replace(super().from_row(row), subscriptions=subscriptions, post_count=row["posts"])

    def is_at(self, scope: Scope) -> bool:
        return scope.operator or bool(scope.venues & self.venue_ids)

    def is_only_at(self, scope: Scope) -> bool:
        """Whether the person has no other venues than the caller's, confirmed or not, and no staff role.

        Only then may the caller see a temporary password, which gives access to the account.
        """
        venues = self.venue_ids | self.subscriber.unconfirmed_venue_ids
        return not self.post_count and (scope.operator or venues <= scope.venues)


@value
class MoveInTarget(HasVenue):
    """A unit, or a venue as a whole, with the plans offered and the keypools broadcast there."""

    venue: Venue
    unit: Unit | None
    offset: VenueOffset
    plan_ids: tuple[str, ...]
    wireless_only_plan_ids: frozenset[str]
    default_plans: Mapping[str, str]
    pools: tuple[KeypoolForNewKeys, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        venue = row["venue"]
        plan_by_purpose = {purpose: venue["vertex"].get(prop) for purpose, prop in DEFAULT_PLANS.items()}
        return cls(
            venue=Venue.from_row(venue),
            unit=Unit.from_row(row["unit"][0]) if row["unit"] else None,
            offset=VenueOffset.from_vertex(venue["vertex"]),
            plan_ids=tuple(plan["id"] for plan in row["plans"]),
            wireless_only_plan_ids=frozenset(plan["id"] for plan in row["plans"] if True in plan["wireless_only"]),
            default_plans={purpose: plan for purpose, plan in plan_by_purpose.items() if plan},
            pools=tuple(map(KeypoolForNewKeys.from_row, row["pools"])),
        )

    @property
    def id(self) -> str:
        return self.unit.id if self.unit else self.venue.id

    @property
    def vlan(self) -> int | None:
        return self.unit.vlan if self.unit else None

    def require_unit(self, named: object | None) -> Self:
        """Return the target itself. Raises UnitNotFound if a unit was named and it lacks it."""
        if named and not (self.unit and self.unit.venue_id == self.venue.id):
            raise UnitNotFound
        return self

    def choose_plan_id(self, requested: Plan | None) -> str | None:
        """The requested plan, else the venue's default, else the only one offered. Raises ServicePlanNotOffered."""
        if requested:
            if self.venue.id not in requested.offered_at:
                raise ServicePlanNotOffered
            return requested.id
        default = self.default_plans.get(self.unit.purpose if self.unit else Purpose.WIRED_UNIT)
        if default in self.plan_ids:
            return default
        return self.plan_ids[0] if len(self.plan_ids) == 1 else None
