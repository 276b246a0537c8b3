"""Cards made in the background, some in each write; whoever goes on after a crash makes those that lack."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import Any

from vault.audit import carrier
from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.graph.connection import Conflict, answer
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
TRIES = 16


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


def make(caller: Caller, batch_id: str) -> None:
    """Make the cards that a batch lacks; nothing where it has them all, is invalidated or gone.

    Several may do it at once: each write rests upon how many cards are there. Raises Conflict, Unavailable.
    """
    for _ in range(TRIES):
        rows = answer(queries.to_fill(batch_id))
        if not rows:
            return
        try:
            fill(caller, Order.of(caller.operator, rows[0]))
        except Conflict:
            caller.tx.discard()
        else:
            return
        finally:
            carrier.carried(caller.tx.parcels)
            caller.tx.parcels.clear()
    raise Conflict


def fill(caller: Caller, order: Order) -> None:
    """Write all that lacks; while some are written, the next ones are computed. Raises Conflict, Unavailable."""
    threads = ThreadPoolExecutor(max(2, os.cpu_count() or 2))
    try:
        numbers = range(len(order.batch.cards) + 1, order.batch.size + 1)
        coming = [threads.submit(made, order, number) for number in numbers]
        for some in parts(coming):
            order = written(caller, order, some)
    finally:
        threads.shutdown(cancel_futures=True)


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


def written(caller: Caller, order: Order, cards: Sequence[Made]) -> Order:
    """The order with these cards written. A text that another key of the network has is a Conflict."""
    batch = order.batch
    entries = {**order.entries, **{card.key_id: card.sealed.pmk for card in cards}}
    filled = replace(batch, cards=(*batch.cards, *(card.sealed.text for card in cards)))
    caller.tx.guard(in_use(order.keypool_id))
    caller.tx.guard(queries.unfilled(batch.id, len(batch.cards)))
    caller.tx.change(queries.named(batch.id, [card.psk for card in cards]), *queries.filled(filled, entries))
    audit.record(
        caller, AuditEvent.SCRATCH_CARDS_MADE, keypool=order.keypool_id, batch=batch.name, cards=len(filled.cards)
    )
    caller.tx.commit()
    return replace(order, batch=filled, entries=entries)
