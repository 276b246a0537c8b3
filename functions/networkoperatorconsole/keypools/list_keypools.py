"""List the operator's keypools (SSIDs) with the number of their keys and subscribers."""

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.keypools.references import OperatorKeypoolsRef
from vault.keypools.views import ListedKeypool
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate


class ListKeypools(SignedInRequest, Paged):
    venue_id: str = Field(max_length=512)
    tenant: OperatorKeypoolsRef


class KeypoolsListed(ResponseWithStatus):
    my_key_pool_count: int
    my_key_pool_list: dict[str, ListedKeypool]
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/keypools/listKeypools",
    requires=Permission.KEYPOOLS_READ,
    uses=(Graph.READ,),
    example={"venue_id": Placeholder.VENUE_ID},
)
def handler(body: ListKeypools, _ctx: CallContext) -> KeypoolsListed:
    keypools = {keypool.id: ListedKeypool.from_keypool(keypool) for keypool in body.tenant.keypools}
    listed, page = paginate(keypools, body.pagination)
    return KeypoolsListed.from_value(my_key_pool_count=len(keypools), my_key_pool_list=listed, page=page)
