"""How requests name a batch of scratch cards: by its keypool, and its time in that."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.keypools.model import KeypoolNotFound
from vault.keypools.queries import by_id
from vault.scratchcards import queries
from vault.scratchcards.model import CardPool

CARD_POOL = Kind(find={"key_pool_id": by_id}, view=queries.card_pool, value=CardPool.of, missing=KeypoolNotFound)
CARD_POOL_AT_VENUE = Kind(
    find=CARD_POOL.find, view=queries.card_pool_at_venue, value=CardPool.of, missing=CARD_POOL.missing
)

CardPoolRef = Annotated[CardPool, Reference(CARD_POOL, by=("key_pool_id",))]
CardPoolAtVenueRef = Annotated[CardPool, Reference(CARD_POOL_AT_VENUE, by=("key_pool_id",))]
