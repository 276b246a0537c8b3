"""Read everything about a venue but secrets and the addresses of its equipment."""

from typing import Self

from pydantic import ConfigDict

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.configuration.setting import Console
from vault.kernel.permissions import Permission
from vault.kernel.person_text import PersonText
from vault.kernel.placeholders import Placeholder
from vault.kernel.vocabulary import wire_name
from vault.readmodels import venue_details
from vault.readmodels.venue_details import VenueDetails, VenueDetailsRef
from vault.readmodels.venue_details_views import VenueDetailsView
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest


class ListSiteVenueDetails(SignedInRequest):
    detailed: VenueDetailsRef


class SiteVenueDetails(VenueDetailsView):
    venue_administrators: list[PersonText]
    leasing_agents: list[PersonText]
    device_count: int | None = None

    @classmethod
    def from_details_and_staff(cls, details: VenueDetails, ctx: CallContext) -> Self:
        staff = venue_details.get_staff_addresses(ctx, details)
        return cls.from_value(VenueDetailsView.from_details(details, ctx, Console.VENUE), staff)


class SiteVenueDetailsListed(Response):
    """The venue under its VenueID."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, SiteVenueDetails]


@endpoint(
    "/venuemgmtconsole/venues/listVenueDetails",
    requires=Permission.VENUE_DETAILS_READ,
    uses=(Graph.CONSISTENT_READ, Service.COGNITO_READ, Service.KMS, Service.REDIS),
    unimplemented_fields=(wire_name("device_count"),),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListSiteVenueDetails, ctx: CallContext) -> SiteVenueDetailsListed:
    details = SiteVenueDetails.from_details_and_staff(body.detailed, ctx)
    audit.record(ctx, AuditEvent.VENUE_DETAILS_READ, venue_id=body.detailed.id)
    return SiteVenueDetailsListed.from_value(**{details.venue_id: details})
