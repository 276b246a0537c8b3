"""Settings of the systems that a venue works with: tickets, monitoring, property management."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from vault.configuration.called_urls import check_called_url
from vault.configuration.group import Settings
from vault.configuration.setting import NO_CONSOLE, OPERATOR_CONSOLE, MaskedSecret, Setting
from vault.graph.schema import Prop
from vault.kernel.fields import (
    Line40OrRemoved,
    Line64OrRemoved,
    Line256OrRemoved,
    Secret256,
    UrlOrRemoved,
)
from vault.kernel.message_keys import Message
from vault.kernel.permissions import Permission
from vault.kernel.vocabulary import wire_name


def _read_digits(given: object) -> object:
    return int(given) if isinstance(given, str) and given.isascii() and given.isdecimal() else given


NumericId = Annotated[int, BeforeValidator(_read_digits), Field(ge=0, le=2**53)]
"""Also as a text of digits."""


CONNECTWISE_URL = Setting(
    Prop.CONNECTWISE_URL, label="Integrations.ConnectWise.URL", shown_on=OPERATOR_CONSOLE, check=check_called_url
)
CONNECTWISE_AUTHORIZATION = Setting(
    Prop.CONNECTWISE_AUTHORIZATION, secret=MaskedSecret(is_shown_whole=True), shown_on=OPERATOR_CONSOLE
)
CONNECTWISE_BOARD = Setting(Prop.CONNECTWISE_BOARD)
CONNECTWISE_CLIENT = Setting(Prop.CONNECTWISE_CLIENT)
CONNECTWISE_COMPANY = Setting(Prop.CONNECTWISE_COMPANY)
PRTG_URL = Setting(Prop.PRTG_URL, label="Integrations.PRTG.URL", check=check_called_url)
PRTG_USERNAME = Setting(Prop.PRTG_USERNAME)
PRTG_HASH = Setting(Prop.PRTG_HASH, secret=MaskedSecret(), shown_on=NO_CONSOLE)
PRTG_GROUP = Setting(Prop.PRTG_GROUP)


class ConnectWiseSettings(Settings):
    """Where tickets go."""

    label_prefix: ClassVar[str] = wire_name("connect_wise")
    needs: ClassVar[Permission | None] = Permission.VENUE_INTEGRATIONS_CONFIGURE

    url: Annotated[UrlOrRemoved | None, CONNECTWISE_URL] = None
    authorization: Annotated[Secret256 | None, CONNECTWISE_AUTHORIZATION] = None
    service_board_id: Annotated[Line40OrRemoved | None, CONNECTWISE_BOARD] = None
    connectwise_client_id: Annotated[Line64OrRemoved | None, CONNECTWISE_CLIENT] = None
    company_id: Annotated[Line64OrRemoved | None, CONNECTWISE_COMPANY] = None


class PrtgSettings(Settings):
    """Where the equipment is monitored."""

    label_prefix: ClassVar[str] = wire_name("prtg")
    needs: ClassVar[Permission | None] = Permission.VENUE_INTEGRATIONS_CONFIGURE

    url: Annotated[UrlOrRemoved | None, PRTG_URL] = None
    username: Annotated[Line40OrRemoved | None, PRTG_USERNAME] = None
    prtg_hash: Annotated[Secret256 | None, PRTG_HASH] = None
    prtg_group: Annotated[Line64OrRemoved | None, PRTG_GROUP] = None


class IntegrationSettings(Settings):
    connect_wise: ConnectWiseSettings | None = None
    prtg: PrtgSettings | None = None


class RealPageSettings(Settings):
    label_prefix: ClassVar[str] = wire_name("real_page")

    realpage_site_id: Annotated[NumericId | None, Setting(Prop.REALPAGE_SITE, Message.FIELD_UPDATED)] = None


class EntrataSettings(Settings):
    label_prefix: ClassVar[str] = wire_name("entrata")

    entrata_property_id: Annotated[NumericId | None, Setting(Prop.ENTRATA_PROPERTY, Message.FIELD_UPDATED)] = None


class PropertyManagementSettings(Settings):
    """The property management system from which units and subscribers come."""

    needs: ClassVar[Permission | None] = Permission.VENUE_INTEGRATIONS_CONFIGURE

    pms_profile_id: Annotated[Line256OrRemoved | None, Setting(Prop.PMS_PROFILE, label="PMS.ProfileID")] = None
    real_page: RealPageSettings | None = None
    entrata: EntrataSettings | None = None
    enable_unit_sync: Annotated[bool | None, Setting(Prop.PMS_UNIT_SYNC, Message.FIELD_SWITCHED, default=False)] = None
    enable_subscriber_sync: Annotated[
        bool | None, Setting(Prop.PMS_SUBSCRIBER_SYNC, Message.FIELD_SWITCHED, default=False)
    ] = None
