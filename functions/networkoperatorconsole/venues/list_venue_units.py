"""List every unit of a venue with its address, purpose and VLAN."""

from typing import Annotated

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.permissions import Permission
from vault.kernel.time import Instant, now
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest, Wire
from vault.runtime.pagination import Page, Paged, paginate
from vault.units import views
from vault.units.references import VenueWithUnitsRef
from vault.venues.references import VENUE_FIELDS


class ListVenueUnits(SignedInRequest, Paged):
    roll: Annotated[VenueWithUnitsRef, Naming(by=VENUE_FIELDS)]


class VenueUnit(Wire):
    unit_id_internal: str
    unit_id: str
    external_venue_unit_id: str = ""
    address_line_1: str
    address_line_2: str = ""
    city: str
    state: str
    postal_code: str = ""
    country_iso3166_a3: str
    unit_building: str
    unit_floor: str
    purpose: str
    vlan: int
    sms_code: str = ""
    primary_unit_id: str | None = None
    real_page_unit_id: int | None = None


class VenueUnitsListed(Response):
    venue_unit_count: int
    venue_units: list[VenueUnit]
    date_updated: Instant
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/venues/listVenueUnits",
    requires=Permission.UNITS_READ,
    uses=(Graph.READ,),
)
def handler(body: ListVenueUnits, _caller: CallContext) -> VenueUnitsListed:
    units = {values["unit_id_internal"]: VenueUnit(**values) for values in map(views.unit_fields, body.roll.units)}
    listed, page = paginate(units, body.pagination)
    return VenueUnitsListed(
        venue_unit_count=len(units), venue_units=list(listed.values()), date_updated=now(), page=page
    )
