"""Connect a keypool to a venue or disconnect it, set its display order, or delete it permanently."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import CallContext
from vault.callers.references import Naming
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.keypool_lifecycle import configure
from vault.keypool_lifecycle.configure import DeletionStandsAlone
from vault.keypool_lifecycle.references import ConfigurableKeypoolRef
from vault.keypools.model import KeypoolGlobal, KeypoolNotConnected, SsidTaken
from vault.keypools.references import VenueToConnectRef
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest


class ConfigureKeypool(SignedInRequest):
    keypool: ConfigurableKeypoolRef
    connect: VenueToConnectRef | None = None
    disconnect: Annotated[VenueToConnectRef | None, Naming(by=("disconnect_venue_id",))] = None
    display_order: Annotated[int, Field(ge=1, le=100)] | None = None
    delete_key_pool_permanently: bool = False

    def changes(self) -> configure.KeypoolChanges:
        return configure.KeypoolChanges(
            self.connect, self.disconnect, self.display_order, self.delete_key_pool_permanently
        )


class KeypoolConfigured(ResponseWithStatus):
    key_pool_id: str


@endpoint(
    "/networkoperatorconsole/keypools/configureKeypool",
    requires=Permission.KEYPOOLS_CONFIGURE,
    command="Keypool.configure",
    raises=(KeypoolGlobal, KeypoolNotConnected, SsidTaken, DeletionStandsAlone),
    uses=(Graph.WRITE, Queue.DELETE_KEYPOOL, Queue.DISCONNECT_KEYPOOL, Queue.ISSUE_KEYS),
    example={"key_pool_id": Placeholder.LOCAL_KEYPOOL_ID, "connect_venue_id": Placeholder.VENUE_ID},
)
def handler(body: ConfigureKeypool, ctx: CallContext) -> KeypoolConfigured:
    message = configure.configure(ctx, body.keypool, body.changes())
    return KeypoolConfigured.from_value(message=message, key_pool_id=body.keypool.id)
