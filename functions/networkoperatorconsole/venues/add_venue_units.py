"""Add a unit to a venue and give it a VLAN."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.addresses import ADDRESS_ERRORS
from vault.kernel.fields import Line20, Line40
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.wire import Choice
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.units import service as units
from vault.units.model import (
    DEFAULT_PART,
    Purpose,
    UnitIdMissing,
    UnitLimitReached,
    UnitNameTaken,
    VlanRangeExhausted,
    VlanRequired,
    unit_id_from_address,
)
from vault.units.references import UnitRef, VenueForNewUnitRef
from vault.units.vlans import VlanOffsetConflict
from vault.venues.fields import AddressFields
from vault.venues.references import VENUE_FIELDS


class AddVenueUnits(SignedInRequest, AddressFields):
    site: Annotated[VenueForNewUnitRef, Naming(by=VENUE_FIELDS)]
    unit_id: Line20 = ""
    unit_building: Line20 = DEFAULT_PART
    unit_floor: Line20 = DEFAULT_PART
    country_iso3166_a3: Line40 = ""
    purpose: Choice[Purpose] | None = None
    vlan: Annotated[int, Field(ge=1, le=4095)] | None = None
    primary_unit: Annotated[UnitRef | None, Naming(by=("primary_unit_id_internal",))] = None
    primary_unit_id: Line20 | None = None
    real_page_unit_id: Annotated[int, Field(ge=0, le=2**53)] | None = None

    def parts(self) -> tuple[str, str, str]:
        """Unit, building and floor; without a unit id the unit is named after the address."""
        unit = self.unit_id or unit_id_from_address(self.address_line_1, self.address_line_2)
        return unit, self.unit_building or DEFAULT_PART, self.unit_floor or DEFAULT_PART

    def new_unit(self) -> units.NewUnit:
        unit, building, floor = self.parts()
        address = self.address(self.country_iso3166_a3)
        primary = self.primary_unit.id if self.primary_unit else self.primary_unit_id
        return units.NewUnit(unit, building, floor, address, self.purpose, self.vlan, primary, self.real_page_unit_id)


class VenueUnitAdded(Response):
    unit_id_internal: str
    unit_id: str
    venue_id: str
    vlan: int


@endpoint(
    "/networkoperatorconsole/venues/addVenueUnits",
    requires=Permission.UNITS_MANAGE,
    command="Venue.addUnit",
    raises=(
        UnitIdMissing,
        UnitNameTaken,
        UnitLimitReached,
        VlanOffsetConflict,
        VlanRequired,
        VlanRangeExhausted,
        *ADDRESS_ERRORS,
    ),
    uses=(Graph.WRITE, Queue.WEBHOOKS),
    business_errors_as_401=True,
    example={"venue_id": Placeholder.VENUE_ID, "unit_id": f"U{Placeholder.UNIQUE}", "unit_floor": "1", "vlan": 99},
)
def handler(body: AddVenueUnits, ctx: CallContext) -> VenueUnitAdded:
    unit = units.add(ctx, body.site, body.new_unit())
    message = text(Message.UNIT_ADDED if unit.is_new else Message.UNIT_UPDATED)
    return VenueUnitAdded.from_value(
        unit, message=message, unit_id_internal=unit.id, unit_id=unit.name, venue_id=body.site.id
    )
