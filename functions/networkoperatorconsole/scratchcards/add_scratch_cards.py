"""Order a batch of 100 scratch cards of a keypool for a venue; they are created in the background."""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.queues import Queue
from vault.kernel.time import Instant, from_epoch_ms, from_wire
from vault.runtime.endpoint import Graph, Service, endpoint
from vault.runtime.models import Response, SignedInRequest, Wire
from vault.scratchcards import service as scratchcards
from vault.scratchcards.fields import CardPrefix
from vault.scratchcards.model import (
    Batch,
    KeypoolNotShown,
    ScratchCardBatchDiffers,
    StartTooFarAhead,
    Validity,
    ValidityInvalid,
)
from vault.scratchcards.references import CardPoolAtVenueRef
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


class ValidityView(Wire):
    start: Instant
    end: Instant | None

    @classmethod
    def from_validity(cls, validity: Validity) -> "ValidityView":
        ends = from_epoch_ms(validity.ends_at) if validity.ends_at else None
        return cls(start=from_epoch_ms(validity.starts_at), end=ends)


class BatchDetails(Wire):
    size: int
    validity: ValidityView
    batch_key_pool_id: str
    user_prefix: str
    encryption_method: str


class ScratchCardsOrdered(Response):
    scratch_card_batch_id: Instant
    batch_details: BatchDetails

    @classmethod
    def from_batch(cls, batch: Batch, body: AddScratchCards) -> "ScratchCardsOrdered":
        details = BatchDetails(
            size=batch.size,
            validity=ValidityView.from_validity(batch.validity),
            batch_key_pool_id=body.card_pool.id,
            user_prefix=body.user_part_of_key,
            encryption_method=body.card_pool.mechanism,
        )
        message = text(Message.SCRATCH_CARDS_ORDERED)
        return cls(message=message, scratch_card_batch_id=from_wire(batch.name), batch_details=details)


@endpoint(
    "/networkoperatorconsole/scratchcards/addScratchCards",
    requires=Permission.SCRATCH_CARDS_MANAGE,
    command="ScratchCards.add",
    raises=(KeypoolNotShown, ScratchCardBatchDiffers, StartTooFarAhead, ValidityInvalid),
    uses=(Graph.WRITE, Queue.MAKE_SCRATCH_CARDS, Service.KMS),
)
def handler(body: AddScratchCards, ctx: CallContext) -> ScratchCardsOrdered:
    batch = scratchcards.add(ctx, body.card_pool, body.venue.id, body.new_batch())
    return ScratchCardsOrdered.from_batch(batch, body)
