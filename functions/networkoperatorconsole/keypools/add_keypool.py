"""Add a keypool (SSID) for every venue of the operator or for some of them."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.kernel.fields import Line100
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.keypools import service as keypools
from vault.keypools.fields import Ssid
from vault.keypools.model import (
    ControllerNotFound,
    KeypoolExists,
    KeypoolLimitReached,
    KeypoolScope,
    ScopeNeeded,
    SsidNotAllowed,
    SsidTaken,
)
from vault.keypools.references import OperatorForKeypoolRef, OptionalControllerRef, OptionalVenueForKeypoolRef
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import Request, Response
from vault.venues.model import VenueNotFound


class AddKeypool(Request):
    access_token: str
    operator_id: str | None = None
    tenant: OperatorForKeypoolRef
    ssid: Ssid
    venue: OptionalVenueForKeypoolRef = None
    scope: Annotated[KeypoolScope, Field(strict=False)] | None = None
    controller: OptionalControllerRef = None
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
    raises=(
        VenueNotFound,
        ControllerNotFound,
        ScopeNeeded,
        SsidNotAllowed,
        SsidTaken,
        KeypoolExists,
        KeypoolLimitReached,
    ),
    uses=(Graph.WRITE, Queue.ISSUE_KEYS),
)
def handler(body: AddKeypool, ctx: CallContext) -> KeypoolAdded:
    added = keypools.add(ctx, body.tenant, body.new_keypool())
    message = Message.KEYPOOL_ADDED_SSID_CUT if added.is_truncated else Message.KEYPOOL_ADDED
    said = text(message, keypool=added.id, venues=added.venue_count)
    return KeypoolAdded.from_value(added, message=said, key_pool_id=added.id)
