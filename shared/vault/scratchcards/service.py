"""Batches of scratch cards ordered, read, extended and invalidated; each is one write, however many cards there are."""

import datetime as dt
import json
from dataclasses import dataclass, replace

from vault.audit import entries as audit
from vault.audit.outgoing import start
from vault.callers.model import Caller
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.queues import Queue
from vault.kernel.sealing import blind_index, equal, seal, unseal
from vault.kernel.time import epoch_ms, from_epoch_ms, now, to_wire
from vault.keypools.queries import in_use
from vault.keys import texts
from vault.operators.model import Operator
from vault.operators.service import keyring
from vault.scratchcards import queries
from vault.scratchcards.model import (
    SIZE,
    Batch,
    KeypoolNotShown,
    Rack,
    ScratchCardBatchDiffers,
    ScratchCardBatchEnded,
    ScratchCardBatchInvalidated,
    ScratchCardBatchOpen,
    Status,
    Stock,
    Validity,
)
from vault.scratchcards.sheet import Sheet

HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Wanted:
    """A batch as it is asked for; its name is the present moment where none is given."""

    named: dt.datetime | None
    starts: dt.datetime | None
    ends: dt.datetime | None
    user_part: str

    def index(self, operator: Operator, venue_id: str) -> str:
        """What two orders have in common that ask for the same, telling nothing of it."""
        window = [to_wire(moment) if moment else "" for moment in (self.starts, self.ends)]
        asked = json.dumps([venue_id, *window, self.user_part])
        return blind_index(keyring(operator).index_key, "scratch_cards", asked)


def add(caller: Caller, rack: Rack, venue_id: str, wanted: Wanted) -> Batch:
    """A batch whose cards are made in the background, or the one that the same order made before.

    Raises KeypoolNotShown, ScratchCardBatchDiffers, StartTooFarAhead, ValidityInvalid.
    """
    index = wanted.index(caller.operator, venue_id)
    if rack.stock:
        if not equal(rack.stock.batch.request_index, index):
            raise ScratchCardBatchDiffers
        return rack.stock.batch
    if not rack.shown:
        raise KeypoolNotShown
    batch = ordered(caller.operator, rack.id, wanted, index)
    caller.tx.guard(in_use(rack.id))
    caller.tx.change(*queries.add(batch, rack.id, venue_id, epoch_ms(now())))
    audit.record(caller, "Scratch cards ordered", venue_id=venue_id, keypool=rack.id, batch=batch.name, cards=SIZE)
    start(caller, Queue.MAKE_SCRATCH_CARDS, batch=batch.id)
    return batch


def ordered(operator: Operator, keypool_id: str, wanted: Wanted, index: str) -> Batch:
    """A batch that has no cards yet."""
    moment = now()
    name = to_wire(wanted.named or moment)
    batch_id = ids.scratch_batch_id(keypool_id, name)
    sealed = seal(keyring(operator).data_key, wanted.user_part.encode(), texts.bound(batch_id, Prop.USER_PART))
    validity = Validity.of(wanted.starts, wanted.ends, moment)
    return Batch(batch_id, name, Status.MAKING, SIZE, validity, (), sealed, index)


def user_part(operator: Operator, batch: Batch) -> str:
    """What every card of a batch begins with."""
    return unseal(keyring(operator).data_key, batch.user_part_sealed, texts.bound(batch.id, Prop.USER_PART)).decode()


def read(caller: Caller, rack: Rack) -> Sheet:
    """The batch with the cards that are made; that somebody read them is logged. Raises ScratchCardBatchNotFound."""
    stock = rack.there()
    audit.record(caller, "Scratch cards read", venue_id=stock.venue_id, keypool=rack.id, batch=stock.batch.name)
    return Sheet.of(rack, keyring(caller.operator))


def extend(caller: Caller, rack: Rack, hours: int) -> Batch:
    """The batch with so many hours added to its end; of two extensions at once both count.

    Raises ScratchCardBatchNotFound, ScratchCardBatchInvalidated, ScratchCardBatchOpen, ScratchCardBatchEnded, and
    DateTimeInvalid where the end would lie beyond the year 9999.
    """
    stock = rack.there()
    batch, ends = stock.batch, stock.batch.validity.ends_at
    if batch.status is Status.INVALIDATED:
        raise ScratchCardBatchInvalidated
    if ends is None:
        raise ScratchCardBatchOpen
    if ends <= epoch_ms(now()):
        raise ScratchCardBatchEnded
    later = epoch_ms(from_epoch_ms(ends + hours * HOUR_MS))
    caller.tx.guard(queries.ending(batch.id, ends))
    caller.tx.change(queries.extended(batch.id, later))
    audit.record(
        caller, "Scratch cards extended", venue_id=stock.venue_id, keypool=rack.id, batch=batch.name, hours=hours
    )
    return replace(batch, validity=replace(batch.validity, ends_at=later))


def invalidate(caller: Caller, rack: Rack) -> tuple[Batch, bool]:
    """The batch, none of whose cards opens anything any more, and whether it was so before.

    Raises ScratchCardBatchNotFound.
    """
    stock, moment = rack.there(), epoch_ms(now())
    if stock.batch.status is Status.INVALIDATED:
        return stock.batch, True
    kill(caller, rack, stock, moment)
    return replace(stock.batch, status=Status.INVALIDATED, invalidated_at=moment), False


def kill(caller: Caller, rack: Rack, stock: Stock, moment: int) -> None:
    """Add to the caller's write that a batch is invalidated."""
    caller.tx.guard(queries.valid(stock.batch.id))
    caller.tx.guard(queries.unchanged_bin(stock))
    caller.tx.change(*queries.invalidated(stock, moment))
    audit.record(caller, "Scratch cards invalidated", venue_id=stock.venue_id, keypool=rack.id, batch=stock.batch.name)
