"""Add a keypool (SSID) for every venue of the operator or for some of them."""

from vault.callers.model import CallContext
from vault.kernel.fields import Line100
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.wire import Choice
from vault.keypools import service as keypools
from vault.keypools.fields import Ssid
from vault.keypools.model import (
    KeypoolExists,
    KeypoolLimitReached,
    KeypoolScope,
    ScopeNeeded,
    SsidTaken,
)
from vault.keypools.references import ControllerRef, OperatorForKeypoolRef, VenueForKeypoolRef
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import Response, SignedInRequest


class AddKeypool(SignedInRequest):
    tenant: OperatorForKeypoolRef
    ssid: Ssid
    venue: VenueForKeypoolRef | None = None
    scope: Choice[KeypoolScope] | None = None
    controller: ControllerRef | None = None
    ruckus_r1_dpsk_pool_name: Line100 | None = None

    def new_keypool(self) -> keypools.NewKeypool:
        return keypools.NewKeypool(self.ssid, self.scope, self.venue, self.controller, self.ruckus_r1_dpsk_pool_name)


class KeypoolAdded(Response):
    key_pool_id: str
    ssid: str


@endpoint(
    "/networkoperatorconsole/keypools/addKeypool",
    requires=Permission.KEYPOOLS_CREATE,
    command="Keypool.add",
    raises=(ScopeNeeded, SsidTaken, KeypoolExists, KeypoolLimitReached),
    uses=(Graph.WRITE, Queue.ISSUE_KEYS),
    example={"venue_id": Placeholder.VENUE_ID, "ssid": f"Net{Placeholder.UNIQUE}", "scope": "local"},
)
def handler(body: AddKeypool, ctx: CallContext) -> KeypoolAdded:
    added = keypools.add(ctx, body.tenant, body.new_keypool())
    key = Message.KEYPOOL_ADDED_SSID_CUT if added.is_truncated else Message.KEYPOOL_ADDED
    message = text(key, keypool=added.id, venues=added.venue_count)
    return KeypoolAdded.from_value(added, message=message, key_pool_id=added.id)
