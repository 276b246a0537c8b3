"""The units of a venue, and everything about the first of them, in responses."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from vault.callers.model import CallContext
from vault.configuration.setting import Console
from vault.configuration.unit import UnitNetworkSettings, UnitNotificationSettings, UnitShoppingCartSettings
from vault.configuration.views import SettingsReader
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.time import Instant, epoch_ms, from_epoch_ms, from_optional_epoch_ms, load_time_zone, now
from vault.kernel.values import value
from vault.kernel.wire import Wire
from vault.plans.model import HOURS_PER_MONTH
from vault.plans.views import PlanView
from vault.readmodels.unit_details import UnitDetails, load_unit_details, scope_at
from vault.units.model import Unit
from vault.units.views import UnitView
from vault.venues.model import Venue


@value
class _ShownPeriod:
    """A period as it is stored (epoch ms), and the zone in which it is shown too."""

    starts_at: int
    ends_at: int | None
    zone: dt.tzinfo

    @classmethod
    def from_vertex(cls, vertex: Row, zone: dt.tzinfo) -> Self:
        return cls(vertex[Prop.STARTS_AT], vertex.get(Prop.ENDS_AT), zone)

    def status(self) -> str:
        moment = epoch_ms(now())
        if self.starts_at > moment:
            return "booked"
        return "running" if self.ends_at is None or moment <= self.ends_at else "ended"

    def to_wire(self) -> dict[str, object]:
        """By Python name: in UTC, and beside it in the zone."""
        start, end = from_epoch_ms(self.starts_at), from_optional_epoch_ms(self.ends_at)
        shown = {"start_local": self._in_zone(start), "end_local": self._in_zone(end) if end else None}
        return {"start": start, "end": end, **shown}

    def _in_zone(self, moment: dt.datetime) -> str:
        return moment.astimezone(self.zone).isoformat(timespec="milliseconds")


class _PeriodView(Wire):
    """Times in UTC, and beside them at the offset of the caller or else in the zone of the venue."""

    start: Instant
    end: Instant | None = None
    start_local: str
    end_local: str | None = None


class UnitSubscriptionView(_PeriodView):
    """A subscription at a unit, and where it stands: booked, running or ended."""

    subscription_id: str
    subscriber_token: str | None
    status: str | None
    subscription_status: str
    service_plan_id: str | None
    service_plan_name: str | None
    external_subscription_id: str = ""

    @classmethod
    def from_row(cls, row: Row, zone: dt.tzinfo) -> Self:
        vertex, plan, person = row["vertex"], _first(row["plan"]), _first(row["person"])
        period = _ShownPeriod.from_vertex(vertex, zone)
        return cls.from_value(
            period.to_wire(),
            subscription_id=vertex[T.id],
            subscriber_token=person.get(Prop.TOKEN),
            status=person.get(Prop.STATUS),
            subscription_status=period.status(),
            service_plan_id=plan.get(T.id),
            service_plan_name=plan.get(Prop.NAME),
            external_subscription_id=vertex.get(Prop.EXTERNAL_SUBSCRIPTION_ID, ""),
        )


class UnitPolicyView(_PeriodView):
    """A policy of a key at a unit."""

    key_id: str
    ssid: str | None
    subscriber_token: str | None
    subscription_id: str
    vlan: int | None

    @classmethod
    def from_row(cls, row: Row, zone: dt.tzinfo) -> Self:
        edge = row["edge"]
        return cls.from_value(
            _ShownPeriod.from_vertex(edge, zone).to_wire(),
            key_id=row["key"],
            ssid=next(iter(row["ssid"]), None),
            subscriber_token=next(iter(row["person"]), None),
            subscription_id=edge[Prop.SUBSCRIPTION],
            vlan=edge.get(Prop.VLAN),
        )


class UnitKeypoolView(Wire):
    key_pool_id: str
    ssid: str
    scope: str
    display_order: int
    authentication_mechanism: str
    current_keypool_status: str = "active"

    @classmethod
    def from_row(cls, row: Row, unit_id: str) -> Self:
        vertex = row["vertex"]
        return cls.from_value(
            key_pool_id=vertex[T.id],
            ssid=vertex[Prop.SSID],
            scope=scope_at(row, unit_id),
            display_order=vertex[Prop.DISPLAY_ORDER],
            authentication_mechanism=vertex[Prop.AUTHENTICATION],
        )


class UnitVenueView(Wire):
    """The venue; `time_zone_offset` is in hours east of UTC, now."""

    venue_id: str
    venue_name: str
    time_zone: str
    time_zone_offset: float

    @classmethod
    def from_venue(cls, venue: Venue) -> Self:
        offset = now().astimezone(load_time_zone(venue.time_zone)).utcoffset() or dt.timedelta()
        return cls.from_value(venue, venue_name=venue.name, time_zone_offset=offset.total_seconds() / 3600)


class DetailedUnitView(UnitView):
    """A unit; the members from `Venue` on are those of the first unit alone."""

    venue_summary: UnitVenueView | None = None
    keypools: dict[str, UnitKeypoolView] | None = None
    available_service_plans: dict[str, PlanView] | None = None
    active_subscriptions: list[UnitSubscriptionView] | None = None
    guest_subscriptions: list[UnitSubscriptionView] | None = None
    service_history: list[UnitSubscriptionView] | None = None
    policy_timeline: list[UnitPolicyView] | None = None
    network_configuration: UnitNetworkSettings | None = None
    notifications: UnitNotificationSettings | None = None
    shopping_cart: UnitShoppingCartSettings | None = None

    @classmethod
    def from_details(cls, venue: Venue, details: UnitDetails, reader: SettingsReader, offset: int | None) -> Self:
        """`offset` is the caller's, in minutes east of UTC."""
        vertex = reader.thing.vertex
        zone = load_time_zone(venue.time_zone) if offset is None else dt.timezone(dt.timedelta(minutes=offset))
        guests = {row["vertex"][T.id] for row in details.subscriptions if _is_guest(row)}
        subscriptions = [UnitSubscriptionView.from_row(row, zone) for row in details.subscriptions]
        current = [each for each in subscriptions if each.subscription_status != "ended"]
        return cls.from_value(
            UnitView.from_vertex(vertex),
            venue_summary=UnitVenueView.from_venue(venue),
            keypools=dict(_view_keypools(details.keypools, vertex[T.id])),
            available_service_plans={plan[T.id]: PlanView.from_vertex(plan) for plan in details.plans},
            active_subscriptions=[each for each in current if each.subscription_id not in guests],
            guest_subscriptions=[each for each in current if each.subscription_id in guests],
            service_history=[each for each in subscriptions if each.subscription_status == "ended"],
            policy_timeline=[UnitPolicyView.from_row(row, zone) for row in details.policies],
            network_configuration=reader.read(UnitNetworkSettings),
            notifications=reader.read(UnitNotificationSettings),
            shopping_cart=reader.read(UnitShoppingCartSettings),
        )


def view_units(ctx: CallContext, venue: Venue, units: Sequence[Row], offset: int | None) -> list[DetailedUnitView]:
    """The units, the first with its details, which are read now. Raises Unavailable."""
    if not units:
        return []
    details = load_unit_details(units[0][T.id])
    unit = Unit.from_row({"vertex": units[0], "venue": [venue.id], "operator": [venue.operator_id]})
    first = DetailedUnitView.from_details(venue, details, SettingsReader(ctx, unit, Console.OPERATOR), offset)
    return [first, *(DetailedUnitView.from_vertex(vertex) for vertex in units[1:])]


def _view_keypools(rows: Iterable[Row], unit_id: str) -> Iterator[tuple[str, UnitKeypoolView]]:
    views = (UnitKeypoolView.from_row(row, unit_id) for row in rows)
    return ((view.key_pool_id, view) for view in sorted(views, key=lambda view: (view.display_order, view.ssid)))


def _is_guest(row: Row) -> bool:
    """Whether a subscription is for less than a month at a time."""
    return bool(_first(row["plan"]).get(Prop.BILLING_CYCLE_HOURS, HOURS_PER_MONTH) < HOURS_PER_MONTH)


def _first(rows: Iterable[Row]) -> Row:
    return next(iter(rows), {})
