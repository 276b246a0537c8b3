"""Settings of the network: VLAN ranges, the NAS-Identifier, a Ruckus cloud."""

from typing import Annotated, ClassVar

from pydantic import Field

from vault.configuration import network_rules as rules
from vault.configuration.group import Settings
from vault.configuration.setting import MaskedSecret, Setting
from vault.graph.schema import Prop
from vault.kernel.constrained_text import constrained_text
from vault.kernel.fields import REMOVE, Line64OrRemoved, Secret256, UrlInvalid
from vault.kernel.message_keys import Message
from vault.kernel.permissions import Permission
from vault.packets.model import MAX_NAS_IDENTIFIER, NasIdentifierInvalid

RUCKUS_URLS = ("https://api.ruckus.cloud", "https://api.eu.ruckus.cloud", "https://api.asia.ruckus.cloud")
MAX_VLAN_OFFSET = 4093


def _range_half(prop: str) -> Setting:
    return Setting(prop, Message.FIELD_SWITCHED, is_inherited=True, rule=rules.check_vlan_ranges)


def _validate_ruckus_url(url: str) -> str:
    if url.isspace():
        return REMOVE
    if url and url not in RUCKUS_URLS:
        raise UrlInvalid
    return url


def _normalize_nas_identifier(text: str) -> str:
    name = REMOVE if text.isspace() else text.strip().upper()
    if not name.isprintable() or len(name.encode()) > MAX_NAS_IDENTIFIER:
        raise NasIdentifierInvalid(most=MAX_NAS_IDENTIFIER)
    return name


RangeBound = Annotated[int, Field(ge=1, le=4095)]
RuckusUrl = Annotated[str, *constrained_text(_validate_ruckus_url, UrlInvalid, enum=["", REMOVE, *RUCKUS_URLS])]

VenueNasIdentifier = Annotated[
    str, *constrained_text(_normalize_nas_identifier, NasIdentifierInvalid, maxLength=MAX_NAS_IDENTIFIER)
]
NAS_IDENTIFIER = Setting(Prop.NAS_IDENTIFIER, rule=rules.claim_nas_identifier)
MinimumVlanWired = Annotated[RangeBound | None, _range_half(Prop.VLAN_MINIMUM_WIRED)]
MaximumVlanWired = Annotated[RangeBound | None, _range_half(Prop.VLAN_MAXIMUM_WIRED)]
MinimumVlanLocal = Annotated[RangeBound | None, _range_half(Prop.VLAN_MINIMUM_LOCAL)]
MaximumVlanLocal = Annotated[RangeBound | None, _range_half(Prop.VLAN_MAXIMUM_LOCAL)]
MinimumVlanRoaming = Annotated[RangeBound | None, _range_half(Prop.VLAN_MINIMUM_ROAMING)]
MaximumVlanRoaming = Annotated[RangeBound | None, _range_half(Prop.VLAN_MAXIMUM_ROAMING)]
AllowOverlappingSubscription = Annotated[
    bool | None, Setting(Prop.OVERLAPPING_SUBSCRIPTIONS, Message.FIELD_SWITCHED, is_inherited=True, default=False)
]


class RuckusSettings(Settings):
    label_prefix: ClassVar[str] = "Ruckus."
    needs: ClassVar[Permission | None] = Permission.VENUE_INTEGRATIONS_CONFIGURE

    url: Annotated[RuckusUrl | None, Setting(Prop.RUCKUS_URL)] = None
    tenant_id: Annotated[Line64OrRemoved | None, Setting(Prop.RUCKUS_TENANT)] = None
    api_client_id: Annotated[Line64OrRemoved | None, Setting(Prop.RUCKUS_CLIENT)] = None
    api_client_secret: Annotated[Secret256 | None, Setting(Prop.RUCKUS_CLIENT_SECRET, secret=MaskedSecret())] = None
    dpsk_pool_id: Annotated[Line64OrRemoved | None, Setting(Prop.RUCKUS_DPSK_POOL)] = None


class VenueNetworkSettings(Settings):
    nas_identifier: Annotated[VenueNasIdentifier | None, NAS_IDENTIFIER] = None
    minimum_vlan_wired: MinimumVlanWired = None
    maximum_vlan_wired: MaximumVlanWired = None
    minimum_vlan_local: MinimumVlanLocal = None
    maximum_vlan_local: MaximumVlanLocal = None
    minimum_vlan_roaming: MinimumVlanRoaming = None
    maximum_vlan_roaming: MaximumVlanRoaming = None
    wireless_only_vlan_offset: Annotated[
        Annotated[int, Field(ge=0, le=MAX_VLAN_OFFSET)] | None,
        Setting(Prop.WIRELESS_ONLY_OFFSET, Message.FIELD_SWITCHED, rule=rules.change_vlan_offset),
    ] = None
    allow_overlapping_subscription: AllowOverlappingSubscription = None
    ruckus: RuckusSettings | None = None
    gw_error: Annotated[
        Annotated[str, Field(max_length=0)] | None,
        Setting(message=Message.FIELD_REMOVED, rule=rules.reset_gateway_errors, takes_empty=True),
    ] = None
