"""The settings of a venue."""

from typing import Annotated, ClassVar

from pydantic import Field

from vault.configuration import venue_rules as rules
from vault.configuration.group import Settings
from vault.configuration.integrations import IntegrationSettings, PropertyManagementSettings
from vault.configuration.network import VenueNetworkSettings
from vault.configuration.notifications import NotificationSettings, ReportingSettings
from vault.configuration.payments import ShoppingCartSettings
from vault.configuration.setting import Setting
from vault.display_options.references import DisplayOptionRef
from vault.graph.schema import Prop
from vault.kernel.fields import Line40, Line40OrRemoved, Line64OrRemoved, PostalCode
from vault.kernel.message_keys import Message
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire_name


def _address_part(prop: str) -> Setting:
    return Setting(prop, rule=rules.change_address)


def _default_plan(prop: str) -> Setting:
    return Setting(prop, Message.FIELD_SET_BY_DASH, rule=rules.check_default_plans)


EXTERNAL_ID = Setting(Prop.EXTERNAL_VENUE_ID, rule=rules.change_external_id)
VenueName = Annotated[Line40 | None, Setting(Prop.NAME)]
AddressLine1 = Annotated[Line40 | None, _address_part(Prop.ADDRESS_LINE_1)]
AddressLine2 = Annotated[Line40OrRemoved | None, _address_part(Prop.ADDRESS_LINE_2)]
City = Annotated[Line40 | None, _address_part(Prop.CITY)]
VenuePostalCode = Annotated[PostalCode | None, _address_part(Prop.POSTAL_CODE)]
DELETION = Setting(message=None, needs=Permission.UNITS_DELETE)
"""An order that the operation carries out, with messages of its own."""
PlanId = Annotated[str, Field(max_length=512)]
TYPICAL_LATENCY = Setting(
    Prop.FCC_TYPICAL_LATENCY,
    Message.FIELD_UPDATED_MILLISECONDS,
    label="FCCLabel." + wire_name("typical_latency"),
    default=-1,
)


class DefaultPlanSettings(Settings):
    """The plans of those who are added without one, by the purpose of their unit."""

    default_plan_wired: Annotated[PlanId | None, _default_plan(Prop.DEFAULT_PLAN_WIRED)] = None
    default_plan_local: Annotated[PlanId | None, _default_plan(Prop.DEFAULT_PLAN_LOCAL)] = None
    default_plan_roaming: Annotated[PlanId | None, _default_plan(Prop.DEFAULT_PLAN_ROAMING)] = None


class VenueLabelSettings(Settings):
    """What the FCC's broadband label says of a venue; the latency is in milliseconds."""

    label_prefix: ClassVar[str] = "FCCLabel."

    display_label: Annotated[bool | None, Setting(Prop.FCC_LABEL_DISPLAYED, Message.FIELD_SWITCHED, default=False)] = (
        None
    )
    typical_latency: Annotated[
        Annotated[int, Field(ge=1, le=10_000)] | None,
        TYPICAL_LATENCY,
    ] = None


class VenueAddressSettings(Settings):
    """Name, address and external id alone, in the documented order of the endpoint that changes no more."""

    venue_name: VenueName = None
    address_line_1: AddressLine1 = None
    address_line_2: AddressLine2 = None
    city: City = None
    postal_code: VenuePostalCode = None
    external_venue_id: Annotated[Line64OrRemoved | None, EXTERNAL_ID] = None


class VenueSettings(Settings):
    """In the documented order, which is that of the sentences of an answer."""

    external_venue_id: Annotated[Line40OrRemoved | None, EXTERNAL_ID] = None
    venue_name: VenueName = None
    address_line_1: AddressLine1 = None
    address_line_2: AddressLine2 = None
    city: City = None
    postal_code: VenuePostalCode = None
    network_configuration: VenueNetworkSettings | None = None
    service_plan_configuration: DefaultPlanSettings | None = None
    fcc_label: VenueLabelSettings | None = None
    notifications: NotificationSettings | None = None
    integrations: IntegrationSettings | None = None
    reporting: ReportingSettings | None = None
    pms: PropertyManagementSettings | None = None
    shopping_cart: ShoppingCartSettings | None = None
    display_option: Annotated[
        DisplayOptionRef | None,
        Setting(Prop.DISPLAY_OPTION, label=wire_name("display_option_id"), is_inherited=True),
    ] = None
    delete_empty_venue_units: Annotated[bool | None, DELETION] = None
    force_delete: Annotated[bool | None, DELETION] = None
