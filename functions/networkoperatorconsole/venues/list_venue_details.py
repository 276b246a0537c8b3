"""Read everything about a venue: address, plans, units, keypools, VLAN ranges and staff."""

from typing import Annotated

from pydantic import Field

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.configuration.setting import Console
from vault.kernel.json_types import JsonObject
from vault.kernel.permissions import Permission
from vault.kernel.person_text import PersonText
from vault.kernel.placeholders import Placeholder
from vault.kernel.vocabulary import wire_name
from vault.kernel.wire import Open
from vault.readmodels import venue_details
from vault.readmodels.venue_details import VenueDetailsRef
from vault.readmodels.venue_details_views import VenueDetailsView
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest


class ListVenueDetails(SignedInRequest):
    detailed: VenueDetailsRef


class VenueDetailsListed(Response, VenueDetailsView):
    venue_administrators: list[PersonText]
    leasing_agents: list[PersonText]
    analytics: Annotated[JsonObject, Open("not built yet")] = Field(default_factory=dict)
    device_count: int | None = None


@endpoint(
    "/networkoperatorconsole/venues/listVenueDetails",
    requires=Permission.VENUES_READ,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    unimplemented_fields=(wire_name("analytics"), wire_name("device_count"), wire_name("stripe_webhook_url")),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListVenueDetails, ctx: CallContext) -> VenueDetailsListed:
    staff = venue_details.get_staff_addresses(ctx, body.detailed)
    details = VenueDetailsView.from_details(body.detailed, ctx, Console.OPERATOR)
    audit.record(ctx, AuditEvent.VENUE_DETAILS_READ, venue_id=body.detailed.id)
    return VenueDetailsListed.from_value(details, staff)
