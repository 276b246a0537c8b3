"""Read everything about a venue: address, plans, units, keypools, VLAN ranges and staff."""

from typing import Annotated

from pydantic import Field

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
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
    display_configuration: Annotated[JsonObject, Open("not built yet")] = Field(default_factory=dict)
    nas_identifier: str | None = None
    venue_type: str | None = None
    device_count: int | None = None
    display_option_id: str | None = None
    integrations: Annotated[JsonObject | None, Open("not built yet")] = None
    subscription_configuration: Annotated[JsonObject | None, Open("not built yet")] = None
    fcc_label: Annotated[JsonObject | None, Open("not built yet")] = None


PENDING = (
    "analytics",
    "device_count",
    "display_configuration",
    "display_option_id",
    "fcc_label",
    "integrations",
    "nas_identifier",
    "subscription_configuration",
    "venue_type",
)


@endpoint(
    "/networkoperatorconsole/venues/listVenueDetails",
    requires=Permission.VENUES_READ,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    unimplemented_fields=tuple(map(wire_name, PENDING)),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListVenueDetails, ctx: CallContext) -> VenueDetailsListed:
    staff = venue_details.get_staff_addresses(ctx, body.detailed)
    audit.record(ctx, AuditEvent.VENUE_DETAILS_READ, venue_id=body.detailed.id)
    return VenueDetailsListed.from_value(VenueDetailsView.from_details(body.detailed, ctx.operator), staff)
