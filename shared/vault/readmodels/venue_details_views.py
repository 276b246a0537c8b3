"""A venue with its units, plans and keypools in responses."""

from collections.abc import Iterable
from typing import Self

from vault.graph.schema import Prop, Row, read_properties
from vault.graph.steps import T
from vault.kernel.time import Instant, load_time_zone, now
from vault.kernel.wire import Wire
from vault.operators.model import Operator
from vault.plans import currencies
from vault.plans.views import PlanView
from vault.readmodels.venue_details import VenueDetails
from vault.units.model import Purpose, vlan_range_for
from vault.units.views import UnitView
from vault.venues.model import Venue
from vault.venues.views import AddressView, VenueView

KEYPOOL_PROPERTIES = {
    "ssid": Prop.SSID,
    "scope": Prop.SCOPE,
    "authentication_mechanism": Prop.AUTHENTICATION,
    "display_order": Prop.DISPLAY_ORDER,
}


class VisibleKeypoolView(Wire):
    """A keypool that is broadcast at a venue or its units."""

    ssid: str | None = None
    scope: str | None = None
    authentication_mechanism: str | None = None
    display_order: int | None = None

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        return cls.from_value(read_properties(vertex, KEYPOOL_PROPERTIES))


class ConnectedOperator(Wire):
    operator_name: str


class VlanRange(Wire):
    minimum_vlan: int
    maximum_vlan: int


class VlanConfiguration(Wire):
    """The ranges from which VLANs are assigned, by the purpose of a unit."""

    global_wireless_plus_local_wired_access: VlanRange
    local_wireless_access: VlanRange
    global_wireless_roaming: VlanRange

    @classmethod
    def from_details(cls, details: VenueDetails, operator: Operator) -> Self:
        ranges = {
            purpose: VlanRange.from_value(minimum_vlan=low, maximum_vlan=high)
            for purpose in Purpose
            for low, high in [vlan_range_for(purpose, details, operator)]
        }
        return cls.from_value(
            global_wireless_plus_local_wired_access=ranges[Purpose.WIRED_UNIT],
            local_wireless_access=ranges[Purpose.LOCAL_WIRELESS_ONLY],
            global_wireless_roaming=ranges[Purpose.GLOBAL_ROAMING],
        )


class ShoppingCart(Wire):
    """Whether plans are sold at a venue, and the currencies of its country and those of its units."""

    shopping_cart_enabled: bool
    currencies: list[str]

    @classmethod
    def from_details(cls, details: VenueDetails) -> Self:
        countries = {details.venue.country, *(unit[Prop.COUNTRY] for unit in details.units if Prop.COUNTRY in unit)}
        return cls.from_value(
            shopping_cart_enabled=details.venue.shopping_cart, currencies=currencies.by_countries(countries)
        )


class VenueDetailsView(AddressView):
    """A venue with what is built and offered there; `time_zone_offset` is in hours east of UTC, now."""

    venue_id: str
    venue_name: str
    external_venue_id: str
    date_added_iso: Instant
    latitude: float
    longitude: float
    time_zone_name: str
    time_zone_offset: float
    service_plan_configuration: dict[str, PlanView]
    units: list[UnitView]
    unit_count: int
    keypools: dict[str, VisibleKeypoolView]
    network_operator_connections: dict[str, ConnectedOperator]
    vlan_configuration: VlanConfiguration
    shopping_cart: ShoppingCart

    @classmethod
    def from_details(cls, details: VenueDetails, operator: Operator) -> Self:
        venue = details.venue
        return cls.from_value(
            VenueView.from_venue(venue),
            time_zone_name=venue.time_zone,
            time_zone_offset=_hours_east_of_utc(venue),
            service_plan_configuration={plan[T.id]: PlanView.from_vertex(plan) for plan in details.plans},
            units=_view_units(details.units),
            unit_count=len(details.units),
            keypools={pool[T.id]: VisibleKeypoolView.from_vertex(pool) for pool in details.keypools},
            network_operator_connections={operator.id: ConnectedOperator.from_value(operator_name=operator.name)},
            vlan_configuration=VlanConfiguration.from_details(details, operator),
            shopping_cart=ShoppingCart.from_details(details),
        )


def _hours_east_of_utc(venue: Venue) -> float:
    offset = now().astimezone(load_time_zone(venue.time_zone)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0


def _view_units(vertices: Iterable[Row]) -> list[UnitView]:
    units = [UnitView.from_vertex(vertex) for vertex in vertices]
    return sorted(units, key=lambda unit: (unit.unit_building, unit.unit_floor, unit.unit_id))
