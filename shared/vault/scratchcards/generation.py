"""Generating cards in the background, some in each write; a repeated run generates the missing ones."""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.graph.connection import execute
from vault.graph.schema import Row
from vault.kernel import ids
from vault.kernel.generated_secrets import generate_passphrase
from vault.kernel.values import value
from vault.keypools.queries import in_use
from vault.keys import bins, passphrases
from vault.keys.model import SealedKey
from vault.operators.model import Operator
from vault.operators.service import get_keyring
from vault.outbox.job_context import JobContext
from vault.scratchcards import queries
from vault.scratchcards.model import Batch
from vault.scratchcards.service import unseal_user_part

CARDS_PER_WRITE = 50
ATTEMPTS = 16


@value
class BatchRequest:
    operator: Operator
    batch: Batch
    ssid: str
    keypool_id: str
    entries: Mapping[str, str]

    @classmethod
    def from_row(cls, operator: Operator, row: Row) -> "BatchRequest":
        entries = dict(bins.unpack_entries(row["entries"]))
        return cls(operator, Batch.from_vertex(row["batch"]), row["ssid"], row["keypool"], entries)


@value
class _CreatedCard:
    key_id: str
    sealed: SealedKey
    psk: str


def generate_missing_cards(ctx: JobContext, batch_id: str) -> None:
    """Generate the missing cards of a batch; concurrent runs are safe. Raises Conflict, Unavailable."""
    ctx.batches(partial(_generate_rest, ctx, batch_id), ATTEMPTS)


def _generate_rest(ctx: JobContext, batch_id: str) -> bool:
    """Generate what a batch lacks now; whether the time ran out before all was there. Raises Conflict, Unavailable."""
    rows = execute(queries.batch_lacking_cards(batch_id))
    return bool(rows) and write_missing_cards(ctx, BatchRequest.from_row(ctx.operator, rows[0]))


def write_missing_cards(ctx: JobContext, request: BatchRequest) -> bool:
    """Write what lacks, computing the next cards meanwhile; whether the time ran out before all was there.

    Raises Conflict, Unavailable.
    """
    threads = ThreadPoolExecutor(max(2, os.cpu_count() or 2))
    try:
        numbers = range(len(request.batch.cards) + 1, request.batch.size + 1)
        futures = [threads.submit(_build_card, request, number) for number in numbers]
        for cards in _batches_of(futures):
            request = _write_cards(ctx, request, cards)
            if not ctx.has_time():
                break
    finally:
        threads.shutdown(cancel_futures=True)
    return len(request.batch.cards) < request.batch.size


def _build_card(request: BatchRequest, number: int) -> _CreatedCard:
    key_id = ids.card_id(request.batch.id, number)
    passphrase = generate_passphrase(unseal_user_part(request.operator, request.batch))
    sealed = passphrases.seal_passphrase(get_keyring(request.operator), key_id, passphrase, request.ssid)
    return _CreatedCard(key_id, sealed, passphrases.psk_vertex_id(request.operator, request.ssid, passphrase))


def _batches_of(futures: Sequence[Future[_CreatedCard]]) -> Iterator[list[_CreatedCard]]:
    rest = iter(futures)
    while some := [future.result() for future in islice(rest, CARDS_PER_WRITE)]:
        yield some


def _write_cards(ctx: JobContext, request: BatchRequest, cards: Sequence[_CreatedCard]) -> BatchRequest:
    """Write some cards and return the request with them; a passphrase in use raises Conflict."""
    batch = request.batch
    entries = {**request.entries, **{card.key_id: card.sealed.pmk for card in cards}}
    grown_batch = replace(batch, cards=(*batch.cards, *(card.sealed.passphrase for card in cards)))
    ctx.tx.guard(in_use(request.keypool_id))
    ctx.tx.guard(queries.still_lacking_cards(batch))
    ctx.tx.change(
        queries.claim_psks(batch.id, [card.psk for card in cards]), *queries.store_cards(grown_batch, entries)
    )
    audit.record(
        ctx, AuditEvent.SCRATCH_CARDS_MADE, keypool=request.keypool_id, batch=batch.name, cards=len(grown_batch.cards)
    )
    ctx.commit()
    return replace(request, batch=grown_batch, entries=entries)
