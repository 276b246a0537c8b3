"""List units of a venue in the order of their names, the first with its networks, plans, subscriptions and policies."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.fields import Line40
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.readmodels import unit_details
from vault.readmodels import unit_details_views as views
from vault.readmodels.unit_details_views import DetailedUnitView
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate
from vault.units.references import UnitRef, VenueWithUnitsRef


class ListVenueUnitDetails(SignedInRequest, Paged):
    roll: Annotated[VenueWithUnitsRef, Naming(by=("venue_id",))]
    unit: UnitRef | None = None
    unit_building: Line40 = ""
    unit_floor: Line40 = ""
    unit_id: Line40 = ""
    user_time_zone: Annotated[int, Field(ge=-840, le=840)] | None = None


class VenueUnitDetailsListed(Response):
    venue_units: list[DetailedUnitView]
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/venues/listVenueUnitDetails",
    requires=Permission.UNITS_READ,
    uses=(Graph.READ,),
    example={"venue_id": Placeholder.VENUE_ID, "unit_id_internal": Placeholder.UNIT_ID, "user_time_zone": -300},
)
def handler(body: ListVenueUnitDetails, ctx: CallContext) -> VenueUnitDetailsListed:
    found = unit_details.select_units(body.roll, body)
    listed, page = paginate(found, body.pagination)
    message = text(Message.UNIT_FOUND if len(found) == 1 else Message.UNITS_FOUND, count=len(found))
    units = views.view_units(ctx, body.roll.venue, list(listed.values()), body.user_time_zone)
    return VenueUnitDetailsListed.from_value(message=message, venue_units=units, page=page)
