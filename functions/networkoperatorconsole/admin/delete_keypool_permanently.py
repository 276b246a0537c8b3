"""Delete a keypool permanently, with its keys and bins."""

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.keypool_lifecycle import configure
from vault.keypool_lifecycle.references import DeletableKeypoolRef
from vault.keypools.model import KeypoolGlobal
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import Response, SignedInRequest


class DeleteKeypoolPermanently(SignedInRequest):
    keypool: DeletableKeypoolRef


class KeypoolDeleted(Response):
    key_pool_id: str


@endpoint(
    "/networkoperatorconsole/admin/deleteKeypoolPermanently",
    requires=Permission.KEYPOOLS_CONFIGURE,
    command="Keypool.delete",
    raises=(KeypoolGlobal,),
    uses=(Graph.WRITE, Queue.DELETE_KEYPOOL),
    example={"key_pool_id": Placeholder.LOCAL_KEYPOOL_ID},
)
def handler(body: DeleteKeypoolPermanently, ctx: CallContext) -> KeypoolDeleted:
    message = configure.delete_for_good(ctx, body.keypool)
    return KeypoolDeleted.from_value(message=message, key_pool_id=body.keypool.id)
