"""Connect a keypool to a venue or disconnect it, set its display order, or delete it for good."""

from typing import Annotated

from pydantic import Field

from vault.callers.model import Caller
from vault.kernel.permissions import Permission
from vault.keypools.model import KeypoolGlobal, KeypoolNotConnected, KeypoolNotFound, SsidTaken
from vault.keypools.references import ConnectRef, DisconnectRef
from vault.keys import configuring
from vault.keys.configuring import DeletionStandsAlone
from vault.keys.references import ConfiguredRef
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import Request, ResponseWithStatus
from vault.venues.model import VenueNotFound


class ConfigureKeypool(Request):
    access_token: str
    keypool: ConfiguredRef
    connect: ConnectRef = None
    disconnect: DisconnectRef = None
    display_order: Annotated[int, Field(ge=1, le=100)] | None = None
    delete_key_pool_permanently: bool = False

    def wanted(self) -> configuring.Wanted:
        """What is to be done."""
        return configuring.Wanted(self.connect, self.disconnect, self.display_order, self.delete_key_pool_permanently)


class KeypoolConfigured(ResponseWithStatus):
    key_pool_id: str


@endpoint(
    "/networkoperatorconsole/keypools/configureKeypool",
    requires=Permission.KEYPOOLS_CONFIGURE,
    command="Keypool.configure",
    raises=(KeypoolNotFound, VenueNotFound, KeypoolGlobal, KeypoolNotConnected, SsidTaken, DeletionStandsAlone),
    uses=(Graph.WRITE, Queue.DELETE_KEYPOOL, Queue.DISCONNECT_KEYPOOL, Queue.ISSUE_KEYS),
)
def handler(body: ConfigureKeypool, caller: Caller) -> KeypoolConfigured:
    said = configuring.configure(caller, body.keypool, body.wanted())
    return KeypoolConfigured(message=said, key_pool_id=body.keypool.id)
