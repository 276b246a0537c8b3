"""Cards made in the background, some in each write; whoever goes on after a crash makes those that lack."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.job_context import JobContext
from vault.graph.connection import answer
from vault.kernel import ids
from vault.kernel.tokens import key_text
from vault.kernel.values import value
from vault.keypools.queries import in_use
from vault.keys import bins, texts
from vault.keys.model import Sealed
from vault.operators.model import Operator
from vault.operators.service import keyring
from vault.scratchcards import queries
from vault.scratchcards.model import Batch
from vault.scratchcards.service import user_part

AT_ONCE = 50
ATTEMPTS = 16


@value
class Order:
    """A batch that lacks cards: whose, of which network, and the sealed PMKs by KeyID that its bin holds already."""

    operator: Operator
    batch: Batch
    ssid: str
    keypool_id: str
    entries: Mapping[str, str]

    @classmethod
    def of(cls, operator: Operator, row: Mapping[str, Any]) -> "Order":
        """From the rows of a batch that lacks cards."""
        entries = dict(bins.unpacked(row["entries"]))
        return cls(operator, Batch.of(row["batch"]), row["ssid"], row["keypool"], entries)


@value
class Made:
    """A card that is not written yet, and the id of the psk vertex that its text takes."""

    key_id: str
    sealed: Sealed
    psk: str


def make(ctx: JobContext, batch_id: str) -> None:
    """Make the cards that a batch lacks; nothing where it has them all, is invalidated or gone.

    Several may do it at once: each write rests upon how many cards are there. Raises Conflict, Unavailable.
    """
    ctx.batches(partial(make_rest, ctx, batch_id), ATTEMPTS)


def make_rest(ctx: JobContext, batch_id: str) -> bool:
    """Make what a batch lacks now; whether the time ran out before all was there. Raises Conflict, Unavailable."""
    rows = answer(queries.to_fill(batch_id))
    return bool(rows) and fill(ctx, Order.of(ctx.operator, rows[0]))


def fill(ctx: JobContext, order: Order) -> bool:
    """Write what lacks, computing the next cards meanwhile; whether the time ran out before all was there.

    Raises Conflict, Unavailable.
    """
    threads = ThreadPoolExecutor(max(2, os.cpu_count() or 2))
    try:
        numbers = range(len(order.batch.cards) + 1, order.batch.size + 1)
        coming = [threads.submit(made, order, number) for number in numbers]
        for some in parts(coming):
            order = written(ctx, order, some)
            if not ctx.has_time():
                break
    finally:
        threads.shutdown(cancel_futures=True)
    return len(order.batch.cards) < order.batch.size


def made(order: Order, number: int) -> Made:
    """A card with a text of its own, and its PMK: one millisecond or two of a processor."""
    key_id = ids.card_id(order.batch.id, number)
    text = key_text(user_part(order.operator, order.batch))
    sealed = texts.sealed(keyring(order.operator), key_id, text, order.ssid)
    return Made(key_id, sealed, texts.psk(order.operator, order.ssid, text))


def parts(coming: Sequence[Future[Made]]) -> Iterator[list[Made]]:
    """The cards as they come, so many at a time."""
    rest = iter(coming)
    while some := [future.result() for future in islice(rest, AT_ONCE)]:
        yield some


def written(ctx: JobContext, order: Order, cards: Sequence[Made]) -> Order:
    """The order with these cards written. A text that another key of the network has is a Conflict."""
    batch = order.batch
    entries = {**order.entries, **{card.key_id: card.sealed.pmk for card in cards}}
    filled = replace(batch, cards=(*batch.cards, *(card.sealed.text for card in cards)))
    ctx.tx.guard(in_use(order.keypool_id))
    ctx.tx.guard(queries.unfilled(batch.id, len(batch.cards)))
    ctx.tx.change(queries.named(batch.id, [card.psk for card in cards]), *queries.filled(filled, entries))
    audit.record(
        ctx, AuditEvent.SCRATCH_CARDS_MADE, keypool=order.keypool_id, batch=batch.name, cards=len(filled.cards)
    )
    ctx.commit()
    return replace(order, batch=filled, entries=entries)
