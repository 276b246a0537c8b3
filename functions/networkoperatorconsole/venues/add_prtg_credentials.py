"""Connect a venue with PRTG, by which its equipment is monitored."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.configuration import integration_views as views
from vault.configuration import venues
from vault.configuration.group import Settings
from vault.configuration.integrations import PRTG_GROUP, PRTG_HASH, PRTG_URL, PRTG_USERNAME, PrtgSettings
from vault.configuration.references import ConfiguredVenueRef
from vault.kernel.fields import Line40, Line64, Secret256, Url
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.outgoing_addresses import AddressRefused
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest

NOT_BLANK = Field(pattern=r"\S")


class PrtgCredentials(PrtgSettings):
    url: Annotated[Annotated[Url, NOT_BLANK], PRTG_URL]
    username: Annotated[Annotated[Line40, NOT_BLANK], PRTG_USERNAME]
    prtg_hash: Annotated[Annotated[Secret256, NOT_BLANK], PRTG_HASH]
    prtg_group: Annotated[Annotated[Line64, NOT_BLANK], PRTG_GROUP]


class PrtgIntegration(Settings):
    prtg: PrtgCredentials


class AddPrtgCredentials(SignedInRequest, Settings):
    venue: ConfiguredVenueRef
    integrations: PrtgIntegration


class PrtgConnected(Response, views.IntegrationView):
    venue_id: str
    monitoring_status: str


@endpoint(
    "/networkoperatorconsole/venues/addPRTGCredentials",
    requires=Permission.VENUE_INTEGRATIONS_CONFIGURE,
    command="Venue.connectPrtg",
    raises=(AddressRefused,),
    uses=(Graph.WRITE,),
    example={
        "venue_id": Placeholder.VENUE_ID,
        "integrations": {
            "prtg": {
                "url": "https://8.8.8.8/prtg",
                "username": "vault",
                "prtg_hash": "1234567890",
                "prtg_group": "Tower",
            }
        },
    },
)
def handler(body: AddPrtgCredentials, ctx: CallContext) -> PrtgConnected:
    outcome = venues.configure(ctx, body.venue, body)
    return PrtgConnected.from_value(
        views.IntegrationView.from_outcome(outcome, body.integrations.prtg.url),
        message=text(Message.PRTG_CONNECTED),
        venue_id=body.venue.id,
        monitoring_status=views.MONITORING_ENABLED,
    )
