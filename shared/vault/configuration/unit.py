"""The settings of a unit."""

from typing import Annotated

from pydantic import Field

from vault.configuration import unit_rules as rules
from vault.configuration.group import Settings
from vault.configuration.network import AllowOverlappingSubscription
from vault.configuration.setting import Setting
from vault.graph.schema import Prop
from vault.kernel.fields import Line20OrRemoved, Line40, Line40OrRemoved
from vault.kernel.message_keys import Message
from vault.keypools.model import MAX_SSID
from vault.units.model import HIGHEST_VLAN


def _name(prop: str, label: str) -> Setting:
    return Setting(prop, label=label, rule=rules.change_names)


def _switch(prop: str) -> Setting:
    return Setting(prop, Message.FIELD_SWITCHED)


UnitName = Annotated[Line40 | None, _name(Prop.UNIT, "unit ID")]
UnitBuilding = Annotated[Line40 | None, _name(Prop.BUILDING, "building")]
UnitFloor = Annotated[Line40 | None, _name(Prop.FLOOR, "floor")]
AddressLine1 = Annotated[Line40 | None, Setting(Prop.ADDRESS_LINE_1, label="address line 1")]
AddressLine2 = Annotated[Line40OrRemoved | None, Setting(Prop.ADDRESS_LINE_2, label="address line 2")]
City = Annotated[Line40 | None, Setting(Prop.CITY, label="city")]
State = Annotated[Line40 | None, Setting(Prop.STATE, label="state")]
CountryOfUnit = Annotated[Line40 | None, Setting(Prop.COUNTRY, label="country")]
PostalCodeOfUnit = Annotated[Line40 | None, Setting(Prop.POSTAL_CODE, label="postal code")]
Adjustment = Annotated[int, Field(ge=-100_000, le=100_000)]
Ssid = Annotated[str, Field(min_length=1, max_length=MAX_SSID)]


class UnitAddressSettings(Settings):
    """What is left out stays as it is; the whole address is checked."""

    address_line_1: AddressLine1 = None
    address_line_2: AddressLine2 = None
    city: City = None
    state: State = None
    country: CountryOfUnit = None
    postal_code: PostalCodeOfUnit = None


class UnitPlaceSettings(Settings):
    """The names that are shown; UnitID_internal never changes."""

    unit_id: UnitName = None
    unit_building: UnitBuilding = None
    unit_floor: UnitFloor = None


class UnitPositionSettings(Settings):
    """In degrees north and east."""

    latitude: Annotated[Annotated[float, Field(ge=-90, le=90)] | None, Setting(Prop.LATITUDE)] = None
    longitude: Annotated[Annotated[float, Field(ge=-180, le=180)] | None, Setting(Prop.LONGITUDE)] = None


class UnitNetworkSettings(Settings):
    venue_unit_ssids: Annotated[
        Annotated[list[Ssid], Field(max_length=50)] | None,
        Setting(None, Message.FIELD_EXTENDED, rule=rules.show_keypools, is_fulfilled=rules.are_keypools_shown),
    ] = None
    allow_overlapping_subscription: AllowOverlappingSubscription = None


class UnitNotificationSettings(Settings):
    suppress_subscriber_emails: Annotated[bool | None, _switch(Prop.SUBSCRIBER_EMAILS_SUPPRESSED)] = None
    suppress_subscriber_sms: Annotated[bool | None, _switch(Prop.SUBSCRIBER_SMS_SUPPRESSED)] = None
    send_subscription_added_email: Annotated[bool | None, _switch(Prop.SUBSCRIPTION_ADDED_EMAIL)] = None
    send_subscription_end_email: Annotated[bool | None, _switch(Prop.SUBSCRIPTION_END_EMAIL)] = None


class UnitShoppingCartSettings(Settings):
    """What is added to the price of a cycle, or taken from it, in minor units."""

    shopping_cart_enabled: Annotated[bool | None, _switch(Prop.SHOPPING_CART)] = None
    price_adjustment_aud: Annotated[Adjustment | None, _switch(Prop.ADJUSTMENT_AUD)] = None
    price_adjustment_cad: Annotated[Adjustment | None, _switch(Prop.ADJUSTMENT_CAD)] = None
    price_adjustment_cny: Annotated[Adjustment | None, _switch(Prop.ADJUSTMENT_CNY)] = None
    price_adjustment_eur: Annotated[Adjustment | None, _switch(Prop.ADJUSTMENT_EUR)] = None
    price_adjustment_gbp: Annotated[Adjustment | None, _switch(Prop.ADJUSTMENT_GBP)] = None
    price_adjustment_inr: Annotated[Adjustment | None, _switch(Prop.ADJUSTMENT_INR)] = None
    price_adjustment_lkr: Annotated[Adjustment | None, _switch(Prop.ADJUSTMENT_LKR)] = None
    price_adjustment_usd: Annotated[Adjustment | None, _switch(Prop.ADJUSTMENT_USD)] = None


class UnitSettings(Settings):
    """In the documented order, which is that of the sentences of an answer."""

    external_venue_unit_id: Annotated[
        Line40OrRemoved | None,
        Setting(Prop.EXTERNAL_UNIT_ID, label="external venue unit ID", rule=rules.claim_external_id),
    ] = None
    unit_id: UnitName = None
    unit_building: UnitBuilding = None
    unit_floor: UnitFloor = None
    address_line_1: AddressLine1 = None
    address_line_2: AddressLine2 = None
    city: City = None
    state: State = None
    country: CountryOfUnit = None
    postal_code: PostalCodeOfUnit = None
    network_configuration: UnitNetworkSettings | None = None
    notifications: UnitNotificationSettings | None = None
    real_page_unit_id: Annotated[
        Annotated[int, Field(ge=1, le=2**53)] | None, Setting(Prop.REALPAGE_UNIT, Message.FIELD_UPDATED)
    ] = None
    shopping_cart: UnitShoppingCartSettings | None = None
    vlan: Annotated[
        Annotated[int, Field(ge=1, le=HIGHEST_VLAN)] | None,
        Setting(Prop.VLAN, Message.FIELD_SWITCHED, rule=rules.change_vlan),
    ] = None
    sms_code: Annotated[Line20OrRemoved | None, Setting(Prop.SMS_CODE)] = None
    delete_empty_venue_unit: bool | None = None
    force_delete: bool | None = None

    def deletions(self) -> list[str]:
        """The Python names of the given fields that are about a deletion."""
        return [name for name in ("delete_empty_venue_unit", "force_delete") if getattr(self, name)]
