"""List the operator's keypools (SSIDs) with the number of their keys and subscribers."""

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.keypools.model import Keypool
from vault.keypools.references import OperatorKeypoolsRef
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest, Wire
from vault.runtime.pagination import Page, Paged, paginate


class ListKeypools(SignedInRequest, Paged):
    venue_id: str = Field(max_length=512)
    tenant: OperatorKeypoolsRef


class ConnectedVenue(Wire):
    venue_id: str
    venue_name: str


class ListedKeypool(Wire):
    key_pool_id: str
    ssid: str
    scope: str
    authentication_mechanism: str
    display_order: int
    ruckus_r1_controller_id: str | None
    ruckus_r1_dpsk_pool_name: str | None
    psk_count: int
    subscriber_count: int
    connected_venue_list: list[ConnectedVenue]


class KeypoolsListed(ResponseWithStatus):
    my_key_pool_count: int
    my_key_pool_list: dict[str, ListedKeypool]
    page: Page | None = None


def _listed_keypool(keypool: Keypool) -> ListedKeypool:
    venues = sorted(keypool.venues.items())
    return ListedKeypool(
        key_pool_id=keypool.id,
        ssid=keypool.ssid,
        scope=keypool.scope,
        authentication_mechanism=keypool.mechanism,
        display_order=keypool.display_order,
        ruckus_r1_controller_id=keypool.controller_id,
        ruckus_r1_dpsk_pool_name=keypool.controller_pool,
        psk_count=keypool.key_count,
        subscriber_count=keypool.subscriber_count,
        connected_venue_list=[ConnectedVenue(venue_id=venue_id, venue_name=name) for venue_id, name in venues],
    )


@endpoint(
    "/networkoperatorconsole/keypools/listKeypools",
    requires=Permission.KEYPOOLS_READ,
    uses=(Graph.READ,),
)
def handler(body: ListKeypools, _caller: CallContext) -> KeypoolsListed:
    keypools = {keypool.id: _listed_keypool(keypool) for keypool in body.tenant.keypools}
    listed, page = paginate(keypools, body.pagination)
    return KeypoolsListed(my_key_pool_count=len(keypools), my_key_pool_list=listed, page=page)
