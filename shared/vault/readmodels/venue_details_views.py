"""A venue with its units, plans and keypools in responses."""

from collections.abc import Iterable
from typing import Self

from vault.callers.model import CallContext
from vault.configuration.integrations import PropertyManagementSettings
from vault.configuration.payments import ADJUSTMENTS, ShoppingCartSettings
from vault.configuration.setting import Console
from vault.configuration.views import SettingsReader
from vault.display_options.model import DisplayOption
from vault.graph.schema import Prop, Row, read_properties
from vault.graph.steps import T
from vault.kernel.time import Instant, load_time_zone, now
from vault.kernel.wire import Wire
from vault.operators.model import Operator
from vault.plans import currencies
from vault.plans.views import PlanView
from vault.readmodels.management_groups import PropertyManagementGroup, groups_of_venues
from vault.readmodels.venue_details import VenueDetails
from vault.readmodels.venue_display import VenueDisplay
from vault.readmodels.venue_equipment import VenueEquipmentView
from vault.readmodels.venue_settings import (
    IntegrationsView,
    SubscriptionConfiguration,
    VenueLabelView,
    VenueProfileView,
)
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
    wireless_only_vlan_offset: int

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
            wireless_only_vlan_offset=details.vertex.get(Prop.WIRELESS_ONLY_OFFSET, 0),
        )


class ShoppingCart(ShoppingCartSettings):
    """The settings in effect, and the currencies of the venue's country and those of its units."""

    currencies: list[str]
    has_unit_price_adjustment: bool
    stripe_webhook_url: str | None = None

    @classmethod
    def from_details(cls, details: VenueDetails, reader: SettingsReader) -> Self:
        countries = {details.venue.country, *(unit[Prop.COUNTRY] for unit in details.units if Prop.COUNTRY in unit)}
        return cls.from_value(
            reader.read(ShoppingCartSettings),
            currencies=currencies.by_countries(countries),
            has_unit_price_adjustment=any(unit.get(prop) for unit in details.units for prop in ADJUSTMENTS),
        )


class VenueDetailsView(AddressView, VenueProfileView):
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
    property_management_groups: dict[str, PropertyManagementGroup]
    vlan_configuration: VlanConfiguration
    shopping_cart: ShoppingCart
    venue_type: str | None = None
    display_option_id: str
    display_configuration: VenueDisplay
    integrations: IntegrationsView
    pms: PropertyManagementSettings
    subscription_configuration: SubscriptionConfiguration
    fcc_label: VenueLabelView
    equipment: dict[str, VenueEquipmentView]
    equipment_count: int

    @classmethod
    def from_details(cls, details: VenueDetails, ctx: CallContext, console: Console) -> Self:
        venue, operator, reader = details.venue, ctx.operator, SettingsReader(ctx, details, console)
        option, profile = details.find_display_option(operator), reader.read(VenueProfileView)
        cart = ShoppingCart.from_details(details, reader)
        return cls.from_value(
            VenueView.from_venue(venue),
            profile,
            time_zone_name=venue.time_zone,
            time_zone_offset=_hours_east_of_utc(venue),
            service_plan_configuration={plan[T.id]: PlanView.from_vertex(plan) for plan in details.plans},
            units=_view_units(details.units),
            unit_count=len(details.units),
            keypools={pool[T.id]: VisibleKeypoolView.from_vertex(pool) for pool in details.keypools},
            network_operator_connections={operator.id: ConnectedOperator.from_value(operator_name=operator.name)},
            property_management_groups=groups_of_venues(ctx, [venue.id]),
            vlan_configuration=VlanConfiguration.from_details(details, operator),
            shopping_cart=cart,
            venue_type=details.venue_type,
            display_option_id=option.id,
            display_configuration=VenueDisplay.from_configuration(option.configuration, profile, cart),
            integrations=reader.read(IntegrationsView),
            pms=reader.read(PropertyManagementSettings),
            subscription_configuration=reader.read(SubscriptionConfiguration),
            fcc_label=reader.read(VenueLabelView),
            equipment=_view_equipment(details, ctx, option, console),
            equipment_count=details.equipment_count,
        )


def _view_equipment(
    details: VenueDetails, ctx: CallContext, option: DisplayOption, console: Console
) -> dict[str, VenueEquipmentView]:
    if console is Console.OPERATOR:
        return {each.name: VenueEquipmentView.from_equipment(each, ctx) for each in details.equipment}
    shows_status = option.configuration.support.show_equipment_status_to_venue_administrator
    return {
        each.name: VenueEquipmentView.without_connection(each, shows_status=shows_status) for each in details.equipment
    }


def _hours_east_of_utc(venue: Venue) -> float:
    offset = now().astimezone(load_time_zone(venue.time_zone)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0


def _view_units(vertices: Iterable[Row]) -> list[UnitView]:
    units = [UnitView.from_vertex(vertex) for vertex in vertices]
    return sorted(units, key=lambda unit: (unit.unit_building, unit.unit_floor, unit.unit_id))
