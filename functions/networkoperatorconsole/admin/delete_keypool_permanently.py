"""Delete a keypool for good, with its keys and bins."""

from vault.callers.model import Caller
from vault.kernel.permissions import Permission
from vault.keypools.model import KeypoolGlobal, KeypoolNotFound
from vault.keys import configuring
from vault.keys.references import DoomedRef
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import Request, Response


class DeleteKeypoolPermanently(Request):
    access_token: str
    keypool: DoomedRef


class KeypoolDeleted(Response):
    key_pool_id: str


@endpoint(
    "/networkoperatorconsole/admin/deleteKeypoolPermanently",
    requires=Permission.KEYPOOLS_CONFIGURE,
    command="Keypool.delete",
    raises=(KeypoolNotFound, KeypoolGlobal),
    uses=(Graph.WRITE, Queue.DELETE_KEYPOOL),
)
def handler(body: DeleteKeypoolPermanently, caller: Caller) -> KeypoolDeleted:
    said = configuring.deleted(caller, body.keypool)
    return KeypoolDeleted(message=said, key_pool_id=body.keypool.id)
