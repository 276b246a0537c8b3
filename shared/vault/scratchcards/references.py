"""How requests name a batch of scratch cards: by its keypool, and its time in that."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.keypools.model import KeypoolNotFound
from vault.keypools.queries import by_id
from vault.scratchcards import queries
from vault.scratchcards.model import Rack

RACK = Kind(find={"key_pool_id": by_id}, view=queries.rack, value=Rack.of, missing=KeypoolNotFound)
RACK_AT_VENUE = Kind(find=RACK.find, view=queries.rack_at_venue, value=Rack.of, missing=RACK.missing)

RackRef = Annotated[Rack, Reference(RACK, by=("key_pool_id",))]
RackAtVenueRef = Annotated[Rack, Reference(RACK_AT_VENUE, by=("key_pool_id",))]
