"""Invalidate every scratch card of a batch, immediately and permanently."""

from pydantic import ConfigDict

from vault.callers.model import CallContext
from vault.devices.model import sessions_continue
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant, from_epoch_ms
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest, Wire
from vault.scratchcards import service as scratchcards
from vault.scratchcards.model import ScratchCardBatchNotFound
from vault.scratchcards.references import CardPoolRef


class InvalidateScratchCardBatch(SignedInRequest):
    card_pool: CardPoolRef
    scratch_card_batch_id: Instant


class BatchInvalidated(Wire):
    key_pool_id: str
    invalidated: bool
    invalidated_at: Instant


class ScratchCardsInvalidated(Response):
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, BatchInvalidated]


@endpoint(
    "/networkoperatorconsole/scratchcards/invalidateScratchCardBatch",
    requires=Permission.SCRATCH_CARDS_MANAGE,
    command="ScratchCards.invalidate",
    raises=(ScratchCardBatchNotFound,),
    uses=(Graph.WRITE,),
    example={"key_pool_id": Placeholder.KEYPOOL_ID, "scratch_card_batch_id": Placeholder.BATCH_ID},
)
def handler(body: InvalidateScratchCardBatch, ctx: CallContext) -> ScratchCardsInvalidated:
    batch, already = scratchcards.invalidate(ctx, body.card_pool)
    message = text(Message.SCRATCH_CARDS_INVALIDATED_ALREADY) if already else sessions_continue()
    moment = from_epoch_ms(batch.invalidated_at or 0)
    invalidated = BatchInvalidated.from_value(key_pool_id=body.card_pool.id, invalidated=True, invalidated_at=moment)
    return ScratchCardsInvalidated.from_value(message=message, **{batch.name: invalidated})
