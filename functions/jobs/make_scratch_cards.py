"""Generate the cards of a scratch card batch."""

from vault.kernel.queue_messages import MakeScratchCards
from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import JobContext, job
from vault.scratchcards import generation


@job(
    queue=Queue.MAKE_SCRATCH_CARDS,
    message=MakeScratchCards,
    uses=(Graph.WRITE, Queue.MAKE_SCRATCH_CARDS, Service.KMS),
)
def handler(message: MakeScratchCards, ctx: JobContext) -> None:
    generation.generate_missing_cards(ctx, message.batch)
