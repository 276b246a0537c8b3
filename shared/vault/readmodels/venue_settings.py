"""The settings of a venue as listings arrange them."""

from typing import Annotated

from vault.configuration.contact import ContactSettings
from vault.configuration.group import Settings
from vault.configuration.integrations import (
    CONNECTWISE_BOARD,
    CONNECTWISE_CLIENT,
    CONNECTWISE_COMPANY,
    PRTG_USERNAME,
    ConnectWiseSettings,
    PrtgSettings,
)
from vault.configuration.network import NAS_IDENTIFIER, AllowOverlappingSubscription, RuckusSettings
from vault.configuration.notifications import NotificationSettings, ReportingSettings
from vault.configuration.setting import Setting
from vault.configuration.venue import TYPICAL_LATENCY, DefaultPlanSettings, VenueLabelSettings
from vault.graph.schema import Prop


class ConnectWiseView(ConnectWiseSettings):
    """Some settings stand under two documented names."""

    connectwise_service_board_id: Annotated[str | None, CONNECTWISE_BOARD] = None
    connectwise_connectwise_client_id: Annotated[str | None, CONNECTWISE_CLIENT] = None
    connectwise_company_id: Annotated[str | None, CONNECTWISE_COMPANY] = None


class PrtgView(PrtgSettings):
    """The name stands under two documented names."""

    prtg_username: Annotated[str | None, PRTG_USERNAME] = None


class IntegrationsView(Settings):
    ruckus: RuckusSettings | None = None
    connect_wise: ConnectWiseView | None = None
    prtg: PrtgView | None = None


class SubscriptionConfiguration(ReportingSettings, NotificationSettings, DefaultPlanSettings):
    """What holds for subscriptions at a venue: its own settings, else the operator's."""

    allow_overlapping_subscription: AllowOverlappingSubscription = None


class VenueProfileView(ContactSettings):
    """What a venue is known by, and who is asked about it."""

    nas_identifier: Annotated[str | None, NAS_IDENTIFIER] = None
    support_email_address: Annotated[str | None, Setting(Prop.SUPPORT_EMAIL)] = None
    support_phone_number: Annotated[str | None, Setting(Prop.SUPPORT_PHONE)] = None


class VenueLabelView(VenueLabelSettings):
    """A latency that is not known is -1, which nobody may set."""

    typical_latency: Annotated[int | None, TYPICAL_LATENCY] = None
