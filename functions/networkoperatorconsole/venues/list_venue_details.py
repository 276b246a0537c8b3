"""Read everything about a venue: address, plans, units, keypools, VLAN ranges and staff."""

from typing import Any

from pydantic import Field

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant
from vault.kernel.vocabulary import wire_name
from vault.people.fields import PersonText
from vault.readmodels import venue_details
from vault.readmodels.venue_details import VenueDetailsRef
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest


class ListVenueDetails(SignedInRequest):
    detailed: VenueDetailsRef


class VenueDetails(Response):
    venue_id: str
    venue_name: str
    external_venue_id: str
    date_added_iso: Instant
    address_line_1: str
    address_line_2: str
    address_line_3: str
    city: str
    state: str
    postal_code: str
    country_iso3166_a3: str
    latitude: float
    longitude: float
    time_zone_name: str
    time_zone_offset: float
    """In hours east of UTC, at the current time."""
    service_plan_configuration: dict[str, dict[str, Any]]
    units: list[dict[str, Any]]
    unit_count: int
    keypools: dict[str, dict[str, Any]]
    network_operator_connections: dict[str, dict[str, str]]
    vlan_configuration: dict[str, dict[str, int]]
    shopping_cart: dict[str, bool | list[str]]
    venue_administrators: list[PersonText]
    leasing_agents: list[PersonText]
    analytics: dict[str, Any] = Field(default_factory=dict)
    display_configuration: dict[str, Any] = Field(default_factory=dict)
    nas_identifier: str | None = None
    venue_type: str | None = None
    device_count: int | None = None
    display_option_id: str | None = None
    integrations: dict[str, Any] | None = None
    subscription_configuration: dict[str, Any] | None = None
    fcc_label: dict[str, Any] | None = None


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
    uses=(Graph.CONSISTENT_READ, Service.COGNITO, Service.KMS, Service.REDIS),
    unimplemented_fields=tuple(map(wire_name, PENDING)),
)
def handler(body: ListVenueDetails, ctx: CallContext) -> VenueDetails:
    details = venue_details.detail_fields(ctx, body.detailed)
    audit.record(ctx, AuditEvent.VENUE_DETAILS_READ, venue_id=body.detailed.id)
    return VenueDetails(**details)
