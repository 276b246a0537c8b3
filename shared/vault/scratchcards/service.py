"""Batches of scratch cards ordered, read, extended and invalidated; each is one write, however many cards there are."""

import datetime as dt
import json
from dataclasses import replace

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import start
from vault.callers.model import Caller
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.queue_messages import MakeScratchCards
from vault.kernel.sealing import blind_index, equal, seal, unseal
from vault.kernel.time import epoch_ms, from_epoch_ms, now, to_wire
from vault.kernel.values import value
from vault.keypools.queries import in_use
from vault.keys import texts
from vault.operators.model import Operator
from vault.operators.service import keyring
from vault.scratchcards import queries
from vault.scratchcards.model import (
    SIZE,
    Batch,
    CardPool,
    KeypoolNotShown,
    ScratchCardBatchDiffers,
    ScratchCardBatchEnded,
    ScratchCardBatchInvalidated,
    ScratchCardBatchOpen,
    Status,
    Validity,
)
from vault.scratchcards.sheet import Sheet

HOUR_MS = 3_600_000


@value
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


def add(caller: Caller, pool: CardPool, venue_id: str, wanted: Wanted) -> Batch:
    """A batch whose cards are made in the background, or the one that the same order made before.

    Raises KeypoolNotShown, ScratchCardBatchDiffers, StartTooFarAhead, ValidityInvalid.
    """
    index = wanted.index(caller.operator, venue_id)
    if pool.found:
        if not equal(pool.found.batch.request_index, index):
            raise ScratchCardBatchDiffers
        return pool.found.batch
    if not pool.shown:
        raise KeypoolNotShown
    batch = ordered(caller.operator, pool.id, wanted, index)
    caller.tx.guard(in_use(pool.id))
    caller.tx.change(*queries.add(batch, pool.id, venue_id, epoch_ms(now())))
    audit.record(
        caller, AuditEvent.SCRATCH_CARDS_ORDERED, venue_id=venue_id, keypool=pool.id, batch=batch.name, cards=SIZE
    )
    start(caller, MakeScratchCards(operator=caller.operator.id, batch=batch.id))
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


def read(caller: Caller, pool: CardPool) -> Sheet:
    """The batch with the cards that are made; that somebody read them is logged. Raises ScratchCardBatchNotFound."""
    audit.record(caller, AuditEvent.SCRATCH_CARDS_READ, **pool.about)
    return Sheet.of(pool, keyring(caller.operator))


def extend(caller: Caller, pool: CardPool, hours: int) -> Batch:
    """The batch with so many hours added to its end; of two extensions at once both count.

    Raises ScratchCardBatchNotFound, ScratchCardBatchInvalidated, ScratchCardBatchOpen, ScratchCardBatchEnded, and
    DateTimeInvalid where the end would lie beyond the year 9999.
    """
    batch = pool.there().batch
    ends = batch.validity.ends_at
    if batch.status is Status.INVALIDATED:
        raise ScratchCardBatchInvalidated
    if ends is None:
        raise ScratchCardBatchOpen
    if ends <= epoch_ms(now()):
        raise ScratchCardBatchEnded
    later = epoch_ms(from_epoch_ms(ends + hours * HOUR_MS))
    caller.tx.guard(queries.ending(batch.id, ends))
    caller.tx.change(queries.extended(batch.id, later))
    audit.record(caller, AuditEvent.SCRATCH_CARDS_EXTENDED, **pool.about, hours=hours)
    return replace(batch, validity=replace(batch.validity, ends_at=later))


def invalidate(caller: Caller, pool: CardPool) -> tuple[Batch, bool]:
    """The batch, none of whose cards opens anything any more, and whether it was so before.

    Raises ScratchCardBatchNotFound.
    """
    found, moment = pool.there(), epoch_ms(now())
    if found.batch.status is Status.INVALIDATED:
        return found.batch, True
    caller.tx.guard(queries.valid(found.batch.id))
    caller.tx.guard(queries.unchanged_bin(found))
    caller.tx.change(*queries.invalidated(found, moment))
    audit.record(caller, AuditEvent.SCRATCH_CARDS_INVALIDATED, **pool.about)
    return replace(found.batch, status=Status.INVALIDATED, invalidated_at=moment), False
