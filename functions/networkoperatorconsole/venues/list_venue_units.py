"""List every unit of a venue with its address, purpose and VLAN."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant, now
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate
from vault.units.references import VenueWithUnitsRef
from vault.units.views import UnitView
from vault.venues.references import VENUE_FIELDS


class ListVenueUnits(SignedInRequest, Paged):
    roll: Annotated[VenueWithUnitsRef, Naming(by=VENUE_FIELDS)]


class VenueUnitsListed(Response):
    venue_unit_count: int
    venue_units: list[UnitView]
    date_updated: Instant
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/venues/listVenueUnits",
    requires=Permission.UNITS_READ,
    uses=(Graph.READ,),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListVenueUnits, _ctx: CallContext) -> VenueUnitsListed:
    units = {unit.unit_id_internal: unit for unit in map(UnitView.from_vertex, body.roll.units)}
    listed, page = paginate(units, body.pagination)
    return VenueUnitsListed.from_value(
        venue_unit_count=len(units), venue_units=list(listed.values()), date_updated=now(), page=page
    )
