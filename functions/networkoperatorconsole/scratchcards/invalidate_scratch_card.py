"""Invalidate one scratch card of a batch, immediately and permanently; an addition of VAULT, outside the documents."""

from vault.callers.model import CallContext
from vault.devices.model import sessions_continue
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.scratchcards import service as scratchcards
from vault.scratchcards.fields import CardNumber
from vault.scratchcards.model import ScratchCardBatchNotFound, ScratchCardNotFound
from vault.scratchcards.references import CardPoolRef


class InvalidateScratchCard(SignedInRequest):
    card_pool: CardPoolRef
    scratch_card_batch_id: Instant
    card_number: CardNumber


class ScratchCardInvalidated(Response):
    key_pool_id: str
    scratch_card_batch_id: Instant
    card_number: int
    key_id: str
    invalidated: bool
    invalidated_at: Instant


@endpoint(
    "/networkoperatorconsole/scratchcards/invalidateScratchCard",
    requires=Permission.SCRATCH_CARDS_MANAGE,
    command="ScratchCards.invalidateCard",
    raises=(ScratchCardBatchNotFound, ScratchCardNotFound),
    uses=(Graph.WRITE,),
    example={
        "key_pool_id": Placeholder.KEYPOOL_ID,
        "scratch_card_batch_id": Placeholder.BATCH_ID,
        "card_number": 1,
    },
)
def handler(body: InvalidateScratchCard, ctx: CallContext) -> ScratchCardInvalidated:
    card, already = scratchcards.invalidate_card(ctx, body.card_pool, body.card_number)
    message = text(Message.SCRATCH_CARD_INVALIDATED_ALREADY) if already else sessions_continue()
    return ScratchCardInvalidated.from_value(
        body, card, message=message, key_pool_id=body.card_pool.id, invalidated=True
    )
