"""List the batches of scratch cards of a keypool; an addition of VAULT, outside the documents."""

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.runtime.pagination import Page, Paged, paginate
from vault.scratchcards.references import CardPoolBatchesRef
from vault.scratchcards.views import ListedBatchView
from vault.venues.references import VenueRef


class ListScratchCardBatches(SignedInRequest, Paged):
    """With VenueID, the batches of that venue alone."""

    card_pool: CardPoolBatchesRef
    venue: VenueRef | None = None


class ScratchCardBatchesListed(Response):
    key_pool_id: str
    ssid: str
    scratch_card_batch_count: int
    scratch_card_batches: list[ListedBatchView]
    page: Page | None = None


@endpoint(
    "/networkoperatorconsole/scratchcards/listScratchCardBatches",
    requires=Permission.SCRATCH_CARDS_READ,
    uses=(Graph.READ,),
    example={"key_pool_id": Placeholder.KEYPOOL_ID, "venue_id": Placeholder.VENUE_ID, "pagination": {"limit": 10}},
)
def handler(body: ListScratchCardBatches, _ctx: CallContext) -> ScratchCardBatchesListed:
    pool, venue_id = body.card_pool, body.venue.id if body.venue else None
    batches = pool.batches_at(venue_id)
    listed, page = paginate(batches, body.pagination)
    views = list(map(ListedBatchView.from_row, listed.values()))
    return ScratchCardBatchesListed.from_value(
        pool, key_pool_id=pool.id, scratch_card_batch_count=len(batches), scratch_card_batches=views, page=page
    )
