"""Extend the validity of every scratch card of a batch by a number of hours, immediately."""

from typing import Annotated

from pydantic import ConfigDict, Field

from vault.callers.model import CallContext
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.kernel.time import Instant
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest
from vault.scratchcards import service as scratchcards
from vault.scratchcards.model import (
    ScratchCardBatchEnded,
    ScratchCardBatchInvalidated,
    ScratchCardBatchNotFound,
    ScratchCardBatchOpen,
)
from vault.scratchcards.references import CardPoolRef
from vault.scratchcards.views import ValidityView


class ExtendScratchCardBatch(SignedInRequest):
    card_pool: CardPoolRef
    scratch_card_batch_id: Instant
    extend_by_hours: Annotated[int, Field(ge=1, le=8760)]


class BatchExtended(ValidityView):
    end: Instant
    key_pool_id: str
    extend_by_hours: int


class ScratchCardBatchExtended(Response):
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, BatchExtended]


@endpoint(
    "/networkoperatorconsole/scratchcards/extendScratchCardBatch",
    requires=Permission.SCRATCH_CARDS_MANAGE,
    command="ScratchCards.extend",
    raises=(
        ScratchCardBatchNotFound,
        ScratchCardBatchInvalidated,
        ScratchCardBatchOpen,
        ScratchCardBatchEnded,
    ),
    uses=(Graph.WRITE,),
    example={
        "key_pool_id": Placeholder.KEYPOOL_ID,
        "scratch_card_batch_id": Placeholder.BATCH_ID,
        "extend_by_hours": 24,
    },
)
def handler(body: ExtendScratchCardBatch, ctx: CallContext) -> ScratchCardBatchExtended:
    batch = scratchcards.extend(ctx, body.card_pool, body.extend_by_hours)
    validity = ValidityView.from_validity(batch.validity)
    extended = BatchExtended.from_value(validity, body, key_pool_id=body.card_pool.id)
    return ScratchCardBatchExtended.from_value(**{batch.name: extended})
