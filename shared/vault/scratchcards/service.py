"""Ordering, reading, extending and invalidating batches of scratch cards, and single cards; each is one write."""

import datetime as dt
import json
from dataclasses import replace

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.queue_messages import MakeScratchCards
from vault.kernel.sealing import blind_index, equals_in_constant_time, seal, unseal
from vault.kernel.time import LAST_INSTANT, DateTimeInvalid, epoch_ms, from_epoch_ms, now, to_wire
from vault.kernel.values import value
from vault.keypools.queries import in_use
from vault.keys import passphrases
from vault.operators.model import Operator
from vault.operators.service import get_keyring
from vault.outbox.messages import queue_job
from vault.scratchcards import queries
from vault.scratchcards.model import (
    BATCH_SIZE,
    Batch,
    BatchStatus,
    CardPool,
    InvalidatedCard,
    KeypoolNotShown,
    ScratchCardBatchDiffers,
    ScratchCardBatchEnded,
    ScratchCardBatchInvalidated,
    ScratchCardBatchOpen,
    ScratchCardNotFound,
    Validity,
)
from vault.scratchcards.sheet import Sheet

HOUR_MS = 3_600_000


@value
class NewBatch:
    """A batch as requested; without `name_time` its name is the present moment."""

    name_time: dt.datetime | None
    starts: dt.datetime | None
    ends: dt.datetime | None
    user_part: str

    def request_index(self, operator: Operator, venue_id: str) -> str:
        """A blind index, the same for equal requests."""
        window = [to_wire(moment) if moment else "" for moment in (self.starts, self.ends)]
        requested = json.dumps([venue_id, *window, self.user_part])
        return blind_index(get_keyring(operator).index_key, "scratch_cards", requested)


def add(ctx: CallContext, pool: CardPool, venue_id: str, new: NewBatch) -> Batch:
    """Order a batch, or return the one that an equal request ordered before.

    Raises KeypoolNotShown, ScratchCardBatchDiffers, StartTooFarAhead, ValidityInvalid.
    """
    index = new.request_index(ctx.operator, venue_id)
    if pool.venue_batch:
        if not equals_in_constant_time(pool.venue_batch.batch.request_index, index):
            raise ScratchCardBatchDiffers
        return pool.venue_batch.batch
    if not pool.is_shown:
        raise KeypoolNotShown
    batch = _build_batch(ctx.operator, pool.id, new, index)
    ctx.tx.guard(in_use(pool.id))
    ctx.tx.change(*queries.add(batch, pool.id, venue_id, epoch_ms(now())))
    audit.record(
        ctx, AuditEvent.SCRATCH_CARDS_ORDERED, venue_id=venue_id, keypool=pool.id, batch=batch.name, cards=BATCH_SIZE
    )
    queue_job(ctx, MakeScratchCards(operator=ctx.operator.id, batch=batch.id))
    return batch


def _build_batch(operator: Operator, keypool_id: str, new: NewBatch, index: str) -> Batch:
    moment = now()
    name = to_wire(new.name_time or moment)
    batch_id = ids.scratch_batch_id(keypool_id, name)
    sealed = seal(
        get_keyring(operator).data_key, new.user_part.encode(), passphrases.associated_data(batch_id, Prop.USER_PART)
    )
    validity = Validity.from_dates(new.starts, new.ends, moment)
    return Batch(batch_id, name, BatchStatus.MAKING, BATCH_SIZE, validity, (), sealed, index)


def unseal_user_part(operator: Operator, batch: Batch) -> str:
    return unseal(
        get_keyring(operator).data_key, batch.user_part_sealed, passphrases.associated_data(batch.id, Prop.USER_PART)
    ).decode()


def read_sheet(ctx: CallContext, pool: CardPool, help_line: str, *, only_unused: bool) -> Sheet:
    """The batch with its passphrases in clear; the access is logged. Raises ScratchCardBatchNotFound."""
    audit.record(ctx, AuditEvent.SCRATCH_CARDS_READ, **pool.log_details)
    sheet = Sheet.from_card_pool(pool, get_keyring(ctx.operator), ctx.operator.name, help_line)
    return sheet.only_unused() if only_unused else sheet


def extend(ctx: CallContext, pool: CardPool, hours: int) -> Batch:
    """Move the end of a batch by `hours`.

    Raises ScratchCardBatchNotFound, ScratchCardBatchInvalidated, ScratchCardBatchOpen, ScratchCardBatchEnded, and
    DateTimeInvalid beyond what a request may name.
    """
    batch = pool.get_batch().batch
    ends = batch.validity.ends_at
    if batch.status is BatchStatus.INVALIDATED:
        raise ScratchCardBatchInvalidated
    if ends is None:
        raise ScratchCardBatchOpen
    if ends <= epoch_ms(now()):
        raise ScratchCardBatchEnded
    later = ends + hours * HOUR_MS
    if later > epoch_ms(LAST_INSTANT):
        raise DateTimeInvalid
    ctx.tx.guard(queries.batch_ending_at(batch.id, ends))
    ctx.tx.change(queries.set_end(batch.id, later))
    audit.record(ctx, AuditEvent.SCRATCH_CARDS_EXTENDED, **pool.log_details, hours=hours)
    return replace(batch, validity=replace(batch.validity, ends_at=later))


def invalidate(ctx: CallContext, pool: CardPool) -> tuple[Batch, bool]:
    """Invalidate the batch; True if it was invalidated before. Raises ScratchCardBatchNotFound."""
    found, moment = pool.get_batch(), epoch_ms(now())
    if found.batch.status is BatchStatus.INVALIDATED:
        return found.batch, True
    ctx.tx.guard(queries.valid_batch(found.batch.id))
    ctx.tx.guard(queries.unchanged_bin(found))
    ctx.tx.change(*queries.invalidate_batch(found, moment))
    audit.record(ctx, AuditEvent.SCRATCH_CARDS_INVALIDATED, **pool.log_details)
    return replace(found.batch, status=BatchStatus.INVALIDATED, invalidated_at=moment), False


def invalidate_card(ctx: CallContext, pool: CardPool, number: int) -> tuple[InvalidatedCard, bool]:
    """Invalidate one card; True if it was invalidated before, by itself or with its batch.

    Raises ScratchCardBatchNotFound, ScratchCardNotFound.
    """
    batch = pool.get_batch().batch
    if number > len(batch.cards):
        raise ScratchCardNotFound
    key_id, before = ids.card_id(batch.id, number), batch.find_invalidation(number)
    if before is not None:
        return InvalidatedCard(number, key_id, from_epoch_ms(before)), True
    moment = epoch_ms(now())
    changed = replace(batch, invalidated_cards={**batch.invalidated_cards, number: moment})
    ctx.tx.guard(queries.same_cards(batch))
    ctx.tx.change(*queries.set_invalidated_cards(changed))
    audit.record(ctx, AuditEvent.SCRATCH_CARD_INVALIDATED, **pool.log_details, card=number)
    return InvalidatedCard(number, key_id, from_epoch_ms(moment)), False
