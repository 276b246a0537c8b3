"""List the keypools (SSIDs) of a unit: those of its venue, and its own."""

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest, Wire
from vault.runtime.pagination import Page, Paged, paginate
from vault.units.references import UnitWithKeypoolsRef
from vault.units.unit_keypools import LocalKeypool
from vault.venues.references import VenueRef


class ListKeyPoolsAtVenueUnit(SignedInRequest, Paged):
    venue: VenueRef
    unit: UnitWithKeypoolsRef


class KeypoolAtUnit(Wire):
    key_pool_id: str
    ssid: str
    authentication_mechanism: str
    display_order: int
    unit_id_internal: str | None


class KeypoolsAtUnit(Response):
    keypools: dict[str, KeypoolAtUnit]
    page: Page | None = None


def _keypool_at_unit(keypool: LocalKeypool) -> KeypoolAtUnit:
    return KeypoolAtUnit(
        key_pool_id=keypool.id,
        ssid=keypool.ssid,
        authentication_mechanism=keypool.mechanism,
        display_order=keypool.display_order,
        unit_id_internal=keypool.unit_id,
    )


@endpoint(
    "/venuemgmtconsole/venue_units/listKeyPoolsatVenueUnit",
    requires=Permission.UNIT_KEYPOOLS_READ,
    uses=(Graph.READ,),
)
def handler(body: ListKeyPoolsAtVenueUnit, _caller: CallContext) -> KeypoolsAtUnit:
    listed, page = paginate({keypool.id: _keypool_at_unit(keypool) for keypool in body.unit.keypools}, body.pagination)
    return KeypoolsAtUnit(keypools=listed, page=page)
