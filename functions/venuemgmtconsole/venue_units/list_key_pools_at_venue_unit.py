"""List the keypools (SSIDs) of a unit: those of its venue, and its own."""

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate
from vault.units.references import UnitWithKeypoolsRef
from vault.units.views import LocalKeypoolView
from vault.venues.references import VenueRef


class ListKeyPoolsAtVenueUnit(SignedInRequest, Paged):
    venue: VenueRef
    unit: UnitWithKeypoolsRef


class KeypoolsAtUnit(Response):
    keypools: dict[str, LocalKeypoolView]
    page: Page | None = None


@endpoint(
    "/venuemgmtconsole/venue_units/listKeyPoolsatVenueUnit",
    requires=Permission.UNIT_KEYPOOLS_READ,
    uses=(Graph.READ,),
    example={"venue_id": Placeholder.VENUE_ID, "unit_id_internal": Placeholder.UNIT_ID},
)
def handler(body: ListKeyPoolsAtVenueUnit, _ctx: CallContext) -> KeypoolsAtUnit:
    keypools = {keypool.id: LocalKeypoolView.from_keypool(keypool) for keypool in body.unit.keypools}
    listed, page = paginate(keypools, body.pagination)
    return KeypoolsAtUnit.from_value(keypools=listed, page=page)
