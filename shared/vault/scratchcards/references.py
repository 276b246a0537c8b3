"""Lookups of batches of scratch cards, named in requests by keypool and time."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.keypools.model import KeypoolNotFound
from vault.keypools.queries import by_id
from vault.scratchcards import queries
from vault.scratchcards.listing import CardPoolBatches
from vault.scratchcards.model import CardPool

CARD_POOL = Lookup(
    finders={"key_pool_id": by_id},
    view=queries.card_pool,
    wants=queries.CardBatchRequest,
    texts=("key_pool_id",),
    build=CardPool.from_row,
    not_found_error=KeypoolNotFound,
)
CARD_POOL_AT_VENUE = Lookup(
    finders=CARD_POOL.finders,
    view=queries.card_pool_at_venue,
    wants=queries.CardBatchRequest,
    texts=("key_pool_id", "venue_id"),
    build=CardPool.from_row,
    not_found_error=KeypoolNotFound,
)
CARD_POOL_BATCHES = Lookup(
    finders=CARD_POOL.finders,
    view=queries.keypool_with_batches,
    build=CardPoolBatches.from_row,
    not_found_error=KeypoolNotFound,
)

CardPoolRef = Annotated[CardPool, CARD_POOL]
CardPoolAtVenueRef = Annotated[CardPool, CARD_POOL_AT_VENUE]
CardPoolBatchesRef = Annotated[CardPoolBatches, CARD_POOL_BATCHES]
