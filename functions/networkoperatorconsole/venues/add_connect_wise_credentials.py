"""Connect a venue with ConnectWise PSA, where its tickets go."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.configuration import integration_views as views
from vault.configuration import venues
from vault.configuration.integrations import CONNECTWISE_AUTHORIZATION, CONNECTWISE_URL, ConnectWiseSettings
from vault.configuration.references import ConfiguredVenueRef
from vault.kernel.fields import Secret256, Url
from vault.kernel.outgoing_addresses import AddressRefused
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest


class AddConnectWiseCredentials(SignedInRequest, ConnectWiseSettings):
    venue: ConfiguredVenueRef
    url: Annotated[Annotated[Url, Field(pattern=r"\S")], CONNECTWISE_URL]
    authorization: Annotated[Annotated[Secret256, Field(pattern=r"\S")], CONNECTWISE_AUTHORIZATION]


class ConnectWiseConnected(Response, views.IntegrationView):
    venue_id: str


@endpoint(
    "/networkoperatorconsole/venues/addConnectWiseCredentials",
    requires=Permission.VENUE_INTEGRATIONS_CONFIGURE,
    command="Venue.connectConnectWise",
    raises=(AddressRefused,),
    uses=(Graph.WRITE,),
    example={
        "venue_id": Placeholder.VENUE_ID,
        "url": "https://connectwise.example.com",
        "authorization": "Basic dXNlcm5hbWU6cGFzc3dvcmQ=",
        "service_board_id": "Support Board",
    },
)
def handler(body: AddConnectWiseCredentials, ctx: CallContext) -> ConnectWiseConnected:
    outcome = venues.configure(ctx, body.venue, body)
    message = views.connectwise_message(body.service_board_id)
    return ConnectWiseConnected.from_value(
        views.IntegrationView.from_outcome(outcome, body.url), message=message, venue_id=body.venue.id
    )
