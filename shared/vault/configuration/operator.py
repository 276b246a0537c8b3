"""The settings of an operator."""

from typing import Annotated, ClassVar

from pydantic import Field

from vault.configuration.group import Settings
from vault.configuration.messaging import OperatorNotificationSettings
from vault.configuration.network import (
    AllowOverlappingSubscription,
    MaximumVlanLocal,
    MaximumVlanRoaming,
    MaximumVlanWired,
    MinimumVlanLocal,
    MinimumVlanRoaming,
    MinimumVlanWired,
)
from vault.configuration.notifications import ReportingSettings
from vault.configuration.operator_rules import add_global_keypools, are_keypools_there, have_terms, write_terms
from vault.configuration.payments import ShoppingCartSettings
from vault.configuration.setting import OPERATOR_CONSOLE, Setting
from vault.configuration.source_networks import SourceNetworks, refuse_lockout
from vault.configuration.templates import MailSettings, SmsSettings
from vault.configuration.webhooks import WebhookUrl
from vault.display_options.references import DisplayOptionRef
from vault.graph.schema import Prop
from vault.kernel.addresses import CountryInvalid
from vault.kernel.constrained_text import constrained_text
from vault.kernel.contact import EmailAddress, PhoneNumber
from vault.kernel.fields import HttpsUrlOrRemoved, Line256, Line500, Line500OrRemoved, PostalCode
from vault.kernel.gazetteer import find_country
from vault.kernel.locales import Locale
from vault.kernel.message_keys import Message
from vault.kernel.sanitize import TextInvalid, TextTooLong, sanitize_html
from vault.kernel.vocabulary import wire_name
from vault.keypools.fields import Ssid
from vault.terms.model import MAX_CHARACTERS as MAX_TERMS


def _check_country(text: str) -> str:
    if not find_country(text.upper()):
        raise CountryInvalid
    return text.upper()


CountryCode = Annotated[str, *constrained_text(_check_country, CountryInvalid, pattern="^[A-Za-z]{3}$")]
CONTACT_EMAIL = Setting(Prop.CONTACT_EMAIL, is_personal=True)
CONTACT_PHONE = Setting(Prop.CONTACT_PHONE, is_personal=True)
DISPLAY_OPTION = Setting(Prop.DISPLAY_OPTION, label=wire_name("display_option_id"))
SOURCE_NETWORKS = Setting(Prop.SOURCE_IPS_ALLOWED, rule=refuse_lockout, shown_on=OPERATOR_CONSOLE)
OKTA_METADATA = Setting(Prop.OKTA_METADATA_URL)
OFFICE365_METADATA = Setting(Prop.OFFICE365_METADATA_URL)
TermsText = Annotated[
    str,
    *constrained_text(lambda markup: sanitize_html(markup, MAX_TERMS), TextInvalid, TextTooLong, maxLength=MAX_TERMS),
]


def _terms(locale: Locale) -> Setting:
    return Setting(None, Message.FIELD_REPLACED, rule=write_terms, is_fulfilled=have_terms(locale))


class TermsSettings(Settings):
    """The terms that residents accept, as HTML by locale."""

    label_prefix: ClassVar[str] = f"{wire_name('terms_by_locale')}."

    locale_en_us: Annotated[TermsText | None, _terms(Locale.EN_US)] = None
    locale_es_xl: Annotated[TermsText | None, _terms(Locale.ES_XL)] = None


class OperatorNetworkSettings(Settings):
    """Global SSIDs are those of keypools; one that is left out stays."""

    minimum_vlan_wired: MinimumVlanWired = None
    maximum_vlan_wired: MaximumVlanWired = None
    minimum_vlan_local: MinimumVlanLocal = None
    maximum_vlan_local: MaximumVlanLocal = None
    minimum_vlan_roaming: MinimumVlanRoaming = None
    maximum_vlan_roaming: MaximumVlanRoaming = None
    global_ssids: Annotated[
        Annotated[list[Ssid], Field(max_length=100)] | None,
        Setting(None, rule=add_global_keypools, is_fulfilled=are_keypools_there),
    ] = None
    custom_psk: Annotated[bool | None, Setting(Prop.CUSTOM_PSK, Message.FIELD_SWITCHED, default=True)] = None
    allow_overlapping_subscription: AllowOverlappingSubscription = None


class OperatorProfileSettings(Settings):
    """Who the operator is and how it is reached; its id stays whatever its name becomes."""

    network_operator_name: Annotated[Line256 | None, Setting(Prop.NAME)] = None
    address: Annotated[Line500OrRemoved | None, Setting(Prop.FREE_ADDRESS)] = None
    address_line_1: Annotated[Line500 | None, Setting(Prop.ADDRESS_LINE_1)] = None
    address_line_2: Annotated[Line500OrRemoved | None, Setting(Prop.ADDRESS_LINE_2)] = None
    postal_code: Annotated[PostalCode | None, Setting(Prop.POSTAL_CODE)] = None
    country_iso3166_a3: Annotated[CountryCode | None, Setting(Prop.COUNTRY)] = None
    email_address: Annotated[EmailAddress | None, CONTACT_EMAIL] = None
    phone_number_e164: Annotated[PhoneNumber | None, CONTACT_PHONE] = None


class OperatorSettings(OperatorProfileSettings):
    """In the documented order, which is that of the sentences of an answer."""

    display_option: Annotated[DisplayOptionRef | None, DISPLAY_OPTION] = None
    terms_by_locale: TermsSettings | None = None
    network_configuration: OperatorNetworkSettings | None = None
    source_ip_range_white_list: Annotated[SourceNetworks | None, SOURCE_NETWORKS] = None
    email_configuration: MailSettings | None = None
    sms_configuration: SmsSettings | None = None
    notifications: OperatorNotificationSettings | None = None
    webhook_url: WebhookUrl = None
    reporting: ReportingSettings | None = None
    shopping_cart: ShoppingCartSettings | None = None
    okta_metadata_url: Annotated[HttpsUrlOrRemoved | None, OKTA_METADATA] = None
    office365_metadata_url: Annotated[HttpsUrlOrRemoved | None, OFFICE365_METADATA] = None
    redeploy: Annotated[bool | None, Setting(None, Message.FIELD_SWITCHED)] = None
