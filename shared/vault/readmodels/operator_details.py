"""An operator as its staff see it: identity, settings, RADIUS servers, without what a role may not see."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from vault.callers.model import CallContext
from vault.callers.references import TENANT, Lookup
from vault.configuration.messaging import OperatorNotificationsView
from vault.configuration.notifications import NotificationSettings, ReportingSettings
from vault.configuration.operator import (
    DISPLAY_OPTION,
    OFFICE365_METADATA,
    OKTA_METADATA,
    SOURCE_NETWORKS,
    OperatorNetworkSettings,
    OperatorProfileSettings,
)
from vault.configuration.payments import ShoppingCartSettings
from vault.configuration.setting import Console
from vault.configuration.templates import MailSettings
from vault.configuration.views import SettingsReader
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import Steps, __
from vault.kernel import ids
from vault.kernel.permissions import Permission
from vault.kernel.settings import setting, stage
from vault.kernel.values import value
from vault.kernel.wire import Wire
from vault.keypools.model import KeypoolScope
from vault.keypools.queries import by_tenant
from vault.operators.model import Operator, OperatorNotFound
from vault.radius.servers import ServerNetworks

PENDING = "pending"
"""Of single sign-on: the address of its metadata is stored, and nothing is done with it yet."""


@value
class OperatorDetails:
    """An operator with the SSIDs of its global keypools, its terms by locale, and its RADIUS servers."""

    operator: Operator
    global_ssids: tuple[str, ...]
    terms: tuple[Row, ...]
    servers: tuple[ServerNetworks, ...]
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(
            operator=Operator.from_row(row["operator"]),
            global_ssids=tuple(sorted(row["ssids"])),
            terms=tuple(row["terms"]),
            servers=tuple(map(ServerNetworks.from_vertex, row["servers"])),
        )

    @property
    def id(self) -> str:
        return self.operator.id

    @property
    def operator_id(self) -> str:
        return self.operator.id

    @property
    def vertex(self) -> Row:
        return self.operator.vertex


def _view(operator: Steps) -> Steps:
    global_pools = __.out(Edge.HAS_KEYPOOL).has(Prop.SCOPE, str(KeypoolScope.GLOBAL))
    return (
        operator.project("operator", "ssids", "terms", "servers")
        .by(__.element_map())
        .by(global_pools.values(Prop.SSID).fold())
        .by(__.in_(Edge.TERMS_OF).element_map().fold())
        .by(__.out(Edge.HAS_RADIUS_SERVER).element_map().fold())
    )


OPERATOR_DETAILS = Lookup(
    finders={TENANT: by_tenant},
    view=_view,
    build=OperatorDetails.from_row,
    not_found_error=OperatorNotFound,
)
OperatorDetailsRef = Annotated[OperatorDetails, OPERATOR_DETAILS]


class RadiusServerView(Wire):
    server_id: str
    server_name: str
    networks: list[str]

    @classmethod
    def from_server(cls, server: ServerNetworks) -> Self:
        return cls.from_value(server_id=server.id, server_name=server.name, networks=server.networks.split())


class OperatorSettingsView(OperatorProfileSettings):
    """The settings of an operator as they are stored, secrets masked."""

    display_option_id: Annotated[str | None, DISPLAY_OPTION] = None
    network_configuration: OperatorNetworkSettings
    source_ip_range_white_list: Annotated[str | None, SOURCE_NETWORKS] = None
    email_configuration: MailSettings
    notifications: OperatorNotificationsView
    reporting: ReportingSettings
    shopping_cart: ShoppingCartSettings
    okta_metadata_url: Annotated[str | None, OKTA_METADATA] = None
    office365_metadata_url: Annotated[str | None, OFFICE365_METADATA] = None


class OperatorDetailsView(OperatorSettingsView):
    operator_id: str
    network_operator_id: str
    domain: str
    url: str
    api_url: str | None = None
    api_reference_url: str | None = None
    region: str
    locale: str
    terms_by_locale: dict[str, str]
    okta_status: str | None = None
    office365_status: str | None = None
    radius_server_list: list[RadiusServerView] | None = None

    @classmethod
    def from_details(cls, ctx: CallContext, details: OperatorDetails) -> Self:
        """Who may not configure the operator sees neither addresses that are let in nor what goes out."""
        operator, settings = details.operator, _read_settings(ctx, details)
        is_administrator = ctx.has_permission(Permission.OPERATOR_CONFIGURE)
        servers = [RadiusServerView.from_server(server) for server in details.servers]
        return cls.from_value(
            settings,
            operator_id=operator.id,
            network_operator_id=operator.id,
            domain=urlsplit(operator.console_origin).hostname or "",
            url=operator.console_origin,
            api_url=f"{ctx.request.base_url}/{stage()}" if ctx.request.base_url else None,
            api_reference_url=setting("VAULT_API_REFERENCE_URL", "") or None,
            region=setting("AWS_REGION", ""),
            locale=operator.locale,
            terms_by_locale={terms[Prop.LOCALE]: terms[Prop.TEXT] for terms in details.terms},
            okta_status=PENDING if settings.okta_metadata_url else None,
            office365_status=PENDING if settings.office365_metadata_url else None,
            radius_server_list=servers if is_administrator else None,
        )


def _read_settings(ctx: CallContext, details: OperatorDetails) -> OperatorSettingsView:
    reader = SettingsReader(ctx, details, Console.OPERATOR)
    settings = reader.read(OperatorSettingsView)
    settings.network_configuration.global_ssids = list(details.global_ssids)
    settings.display_option_id = settings.display_option_id or ids.default_display_option_id(details.id)
    if not ctx.has_permission(Permission.OPERATOR_CONFIGURE):
        settings.source_ip_range_white_list = None
        settings.notifications = OperatorNotificationsView.from_value(reader.read(NotificationSettings))
    return settings
