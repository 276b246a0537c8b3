"""Gremlin traversals for batches of scratch cards."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Protocol

from vault.callers.references import Texts
from vault.graph.schema import Edge, Label, Prop
from vault.graph.steps import Steps, T, __, empty_steps, new_edge, new_vertex, with_properties
from vault.kernel import ids
from vault.kernel.time import to_wire
from vault.keys.bins import pack_entries
from vault.scratchcards.model import Batch, BatchStatus, VenueBatch, pack_invalidated_cards

BATCH = "batch"
LISTED_PROPERTIES = (
    Prop.NAME,
    Prop.STATUS,
    Prop.SIZE,
    Prop.CARDS_MADE,
    Prop.STARTS_AT,
    Prop.ENDS_AT,
    Prop.INVALIDATED_AT,
    Prop.INVALIDATED_CARDS,
)


def _by_id(batch_id: str) -> Steps:
    return __.V(batch_id).has_label(Label.SCRATCH_BATCH)


def batch_lacking_cards(batch_id: str) -> Steps:
    batch = (
        _by_id(batch_id).has(Prop.STATUS, str(BatchStatus.MAKING)).where(__.out(Edge.BATCH_OF).in_(Edge.HAS_KEYPOOL))
    )
    return (
        batch.project("batch", "ssid", "keypool", "entries")
        .by(__.element_map())
        .by(__.out(Edge.BATCH_OF).values(Prop.SSID))
        .by(__.out(Edge.BATCH_OF).id_())
        .by(__.out(Edge.BATCH_BIN).values(Prop.ENTRIES))
    )


def _batches_with_venue(batches: Steps) -> Steps:
    return (
        batches.project("batch", "venue", "bin", "used")
        .by(__.element_map())
        .by(__.out(Edge.BATCH_AT).element_map(Prop.NAME, Prop.COUNTRY, Prop.TIME_ZONE))
        .by(__.out(Edge.BATCH_BIN).values(Prop.VERSION))
        .by(__.out_e(Edge.USED_BY).values(Prop.KEY_ID).dedup().fold())
    )


def keypool_with_batches(keypool: Steps) -> Steps:
    return (
        keypool.project("vertex", "operator", "batches")
        .by(__.element_map(Prop.SSID))
        .by(__.in_(Edge.HAS_KEYPOOL).id_())
        .by(_listed_batches(__.in_(Edge.BATCH_OF)).fold())
    )


def _listed_batches(batches: Steps) -> Steps:
    """Batches without their cards, which are many times as large as the rest."""
    return (
        batches.project("batch", "venue", "used")
        .by(__.element_map(*LISTED_PROPERTIES))
        .by(__.out(Edge.BATCH_AT).element_map(Prop.NAME, Prop.TIME_ZONE))
        .by(__.out_e(Edge.USED_BY).values(Prop.KEY_ID).dedup().count())
    )


class CardBatchRequest(Protocol):
    scratch_card_batch_id: dt.datetime | None


def card_pool(keypool: Steps, request: CardBatchRequest, texts: Texts) -> Steps:
    return _keypool_with_batch(keypool, texts["key_pool_id"], request.scratch_card_batch_id, empty_steps())


def card_pool_at_venue(keypool: Steps, request: CardBatchRequest, texts: Texts) -> Steps:
    places = __.out(Edge.SHOWN_AT).coalesce(__.in_(Edge.HAS_UNIT), __.identity())
    venue = places.has_id(texts["venue_id"]).limit(1)
    return _keypool_with_batch(keypool, texts["key_pool_id"], request.scratch_card_batch_id, venue)


def _keypool_with_batch(keypool: Steps, keypool_id: str, batch_time: dt.datetime | None, venue: Steps) -> Steps:
    batch = _by_id(ids.scratch_batch_id(keypool_id, to_wire(batch_time))) if batch_time else empty_steps()
    return (
        keypool.project("vertex", "operator", "venue_batch", "is_shown")
        .by(__.element_map())
        .by(__.in_(Edge.HAS_KEYPOOL).id_())
        .by(_batches_with_venue(batch).fold())
        .by(venue.fold())
    )


def add(batch: Batch, keypool_id: str, venue_id: str, added_at: int) -> list[Steps]:
    bin_id = ids.batch_bin_id(batch.id)
    ties = [
        (batch.id, Edge.BATCH_AT, venue_id),
        (batch.id, Edge.BATCH_OF, keypool_id),
        (batch.id, Edge.BATCH_BIN, bin_id),
        (keypool_id, Edge.HAS_BIN, bin_id),
    ]
    empty = {Prop.NUMBER: 0, Prop.VERSION: 1, Prop.KEYS: 0, Prop.SUBSCRIBERS: 0, Prop.ENTRIES: ""}
    properties = {
        Prop.NAME: batch.name,
        Prop.STATUS: str(batch.status),
        Prop.SIZE: batch.size,
        Prop.STARTS_AT: batch.validity.starts_at,
        Prop.ENDS_AT: batch.validity.ends_at,
        Prop.CARDS: "",
        Prop.CARDS_MADE: 0,
        Prop.USER_PART: batch.user_part_sealed,
        Prop.REQUEST_INDEX: batch.request_index,
        Prop.ADDED_AT: added_at,
    }
    return [
        new_vertex(Label.SCRATCH_BATCH, batch.id, **properties),
        new_vertex(Label.BIN, bin_id, **empty),
        *(new_edge(*tie, ids.edge_id(*tie)) for tie in ties),
    ]


def still_lacking_cards(batch: Batch) -> Steps:
    return same_cards(batch).has(Prop.STATUS, str(BatchStatus.MAKING))


def same_cards(batch: Batch) -> Steps:
    """The batch, while it has as many cards as were read, and the same of them hold."""
    found = valid_batch(batch.id).has(Prop.CARDS_MADE, len(batch.cards))
    packed = pack_invalidated_cards(batch.invalidated_cards)
    return found.has(Prop.INVALIDATED_CARDS, packed) if packed else found.has_not(Prop.INVALIDATED_CARDS)


def store_cards(batch: Batch, entries: Mapping[str, str]) -> list[Steps]:
    status = BatchStatus.READY if len(batch.cards) == batch.size else batch.status
    batch_properties = {Prop.CARDS: " ".join(batch.cards), Prop.CARDS_MADE: len(batch.cards), Prop.STATUS: str(status)}
    bin_properties = {
        Prop.ENTRIES: pack_entries(entries),
        Prop.KEYS: len(entries) - len(batch.invalidated_cards),
        Prop.VERSION: 1 + len(entries),
    }
    return [
        with_properties(__.V(batch.id), **batch_properties),
        with_properties(__.V(ids.batch_bin_id(batch.id)), **bin_properties),
    ]


def claim_psks(batch_id: str, psks: Iterable[str]) -> Steps:
    """Add the psk vertices of cards; the commit fails if one of them exists."""
    steps = __.V(batch_id).as_(BATCH)
    for psk in psks:
        edge = ids.edge_id(psk, Edge.NAMES_KEY, batch_id)
        # One traversal: fifty separate ones, each optimised on its own, take the server 50 % longer.
        steps = steps.add_v(Label.PSK).property(T.id, psk).add_e(Edge.NAMES_KEY).to(BATCH).property(T.id, edge)
    return steps


def batch_ending_at(batch_id: str, ends_at: int) -> Steps:
    return valid_batch(batch_id).has(Prop.ENDS_AT, ends_at)


def valid_batch(batch_id: str) -> Steps:
    return _by_id(batch_id).has_not(Prop.INVALIDATED_AT)


def set_end(batch_id: str, ends_at: int) -> Steps:
    return with_properties(__.V(batch_id), **{Prop.ENDS_AT: ends_at})


def unchanged_bin(found: VenueBatch) -> Steps:
    return __.V(ids.batch_bin_id(found.batch.id)).has(Prop.VERSION, found.bin_version)


def invalidate_batch(found: VenueBatch, moment: int) -> list[Steps]:
    batch_properties = {Prop.STATUS: str(BatchStatus.INVALIDATED), Prop.INVALIDATED_AT: moment}
    bin_properties = {Prop.KEYS: 0, Prop.VERSION: found.bin_version + 1}
    return [
        with_properties(__.V(found.batch.id), **batch_properties),
        with_properties(__.V(ids.batch_bin_id(found.batch.id)), **bin_properties),
    ]


def set_invalidated_cards(batch: Batch) -> list[Steps]:
    """Mark single cards; their PMKs stay in the bin, which counts the others."""
    return [
        with_properties(__.V(batch.id), **{Prop.INVALIDATED_CARDS: pack_invalidated_cards(batch.invalidated_cards)}),
        with_properties(
            __.V(ids.batch_bin_id(batch.id)), **{Prop.KEYS: len(batch.cards) - len(batch.invalidated_cards)}
        ),
    ]
