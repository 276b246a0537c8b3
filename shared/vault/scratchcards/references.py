"""Lookups of batches of scratch cards, named in requests by keypool and time."""

from typing import Annotated

from vault.callers.references import Lookup, Reference
from vault.keypools.model import KeypoolNotFound
from vault.keypools.queries import by_id
from vault.scratchcards import queries
from vault.scratchcards.model import CardPool

CARD_POOL = Lookup(
    finders={"key_pool_id": by_id}, view=queries.card_pool, build=CardPool.from_row, not_found_error=KeypoolNotFound
)
CARD_POOL_AT_VENUE = Lookup(
    finders=CARD_POOL.finders,
    view=queries.card_pool_at_venue,
    build=CardPool.from_row,
    not_found_error=CARD_POOL.not_found_error,
)

CardPoolRef = Annotated[CardPool, Reference(CARD_POOL, by=("key_pool_id",))]
CardPoolAtVenueRef = Annotated[CardPool, Reference(CARD_POOL_AT_VENUE, by=("key_pool_id",))]
