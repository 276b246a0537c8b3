"""Order a batch of 100 scratch cards of a keypool for a venue; they are created in the background."""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.queues import Queue
from vault.kernel.time import Instant, from_wire
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.scratchcards import service as scratchcards
from vault.scratchcards.fields import CardPrefix
from vault.scratchcards.model import (
    KeypoolNotShown,
    ScratchCardBatchDiffers,
    StartTooFarAhead,
    ValidityInvalid,
)
from vault.scratchcards.references import CardPoolAtVenueRef
from vault.scratchcards.views import BatchDetails
from vault.venues.references import VenueRef


class AddScratchCards(SignedInRequest):
    venue: VenueRef
    card_pool: CardPoolAtVenueRef
    scratch_card_batch_id: Instant | None = None
    start: Instant | None = None
    end: Instant | None = None
    user_part_of_key: CardPrefix = ""

    def new_batch(self) -> scratchcards.NewBatch:
        return scratchcards.NewBatch(self.scratch_card_batch_id, self.start, self.end, self.user_part_of_key)


class ScratchCardsOrdered(Response):
    scratch_card_batch_id: Instant
    batch_details: BatchDetails


@endpoint(
    "/networkoperatorconsole/scratchcards/addScratchCards",
    requires=Permission.SCRATCH_CARDS_MANAGE,
    command="ScratchCards.add",
    raises=(KeypoolNotShown, ScratchCardBatchDiffers, StartTooFarAhead, ValidityInvalid),
    uses=(Graph.WRITE, Queue.MAKE_SCRATCH_CARDS, Service.KMS),
    example={"venue_id": Placeholder.VENUE_ID, "key_pool_id": Placeholder.KEYPOOL_ID, "user_part_of_key": "Guest-"},
)
def handler(body: AddScratchCards, ctx: CallContext) -> ScratchCardsOrdered:
    batch = scratchcards.add(ctx, body.card_pool, body.venue.id, body.new_batch())
    return ScratchCardsOrdered.from_value(
        message=text(Message.SCRATCH_CARDS_ORDERED),
        scratch_card_batch_id=from_wire(batch.name),
        batch_details=BatchDetails.from_batch(batch, body.card_pool, body.user_part_of_key),
    )
