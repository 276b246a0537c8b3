"""Change a unit's settings, all that are given or none; or delete the unit."""

from vault.callers.model import CallContext
from vault.configuration import units
from vault.configuration.configured_units import ConfiguredUnitWithPoolsRef, ExternalUnitIdTaken, SsidNotLocal
from vault.configuration.unit import UnitSettings
from vault.kernel.addresses import ADDRESS_ERRORS, AddressFieldTooLong
from vault.kernel.errors import FieldNotYours
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.keypool_lifecycle.configure import DeletionStandsAlone
from vault.keypools.model import SsidTaken
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest
from vault.unit_deletion.model import UnitOccupied
from vault.units.model import UnitIdMissing, UnitNameTaken
from vault.units.vlans import VlanOffsetConflict


class ConfigureVenueUnit(SignedInRequest, UnitSettings):
    unit: ConfiguredUnitWithPoolsRef

    def ssids(self) -> list[str]:
        return (self.network_configuration and self.network_configuration.venue_unit_ssids) or []


@endpoint(
    "/networkoperatorconsole/venues/configureVenueUnit",
    requires=Permission.UNITS_MANAGE,
    command="Venue.configureUnit",
    raises=(
        AddressFieldTooLong,
        DeletionStandsAlone,
        ExternalUnitIdTaken,
        FieldNotYours,
        SsidNotLocal,
        SsidTaken,
        UnitIdMissing,
        UnitNameTaken,
        UnitOccupied,
        VlanOffsetConflict,
        *ADDRESS_ERRORS,
    ),
    uses=(Graph.WRITE, Queue.DELETE_UNITS, Queue.ISSUE_KEYS, Queue.WEBHOOKS),
    example={"unit_id_internal": Placeholder.UNIT_ID, "address_line_2": f"Suite {Placeholder.UNIQUE}"},
)
def handler(body: ConfigureVenueUnit, ctx: CallContext) -> ResponseWithStatus:
    return ResponseWithStatus(message=units.configure(ctx, body.unit, body))
