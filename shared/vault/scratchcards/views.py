"""Batches of scratch cards in responses."""

from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.time import Instant, from_epoch_ms, from_optional_epoch_ms, from_wire
from vault.kernel.wire import Wire
from vault.scratchcards.model import Batch, CardPool, Validity, unpack_invalidated_cards


class ValidityView(Wire):
    """From when the cards hold, and until when; without an end, until they are invalidated."""

    start: Instant
    end: Instant | None

    @classmethod
    def from_validity(cls, validity: Validity) -> Self:
        return cls.from_value(start=from_epoch_ms(validity.starts_at), end=from_optional_epoch_ms(validity.ends_at))


class ListedBatchView(Wire):
    scratch_card_batch_id: Instant
    venue_id: str
    venue_name: str
    time_zone: str
    status: str
    size: int
    cards_made: int
    cards_used: int
    cards_invalidated: int
    start: Instant
    end: Instant | None
    invalidated: bool
    invalidated_at: Instant | None

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From a row of `queries.keypool_with_batches`; of an invalidated batch all cards count as invalidated."""
        batch, venue = row["batch"], row["venue"]
        invalidated_at = batch.get(Prop.INVALIDATED_AT)
        single_cards = unpack_invalidated_cards(batch.get(Prop.INVALIDATED_CARDS, ""))
        return cls.from_value(
            scratch_card_batch_id=from_wire(batch[Prop.NAME]),
            venue_id=venue[T.id],
            venue_name=venue[Prop.NAME],
            time_zone=venue[Prop.TIME_ZONE],
            status=batch[Prop.STATUS],
            size=batch[Prop.SIZE],
            cards_made=batch[Prop.CARDS_MADE],
            cards_used=row["used"],
            cards_invalidated=len(single_cards) if invalidated_at is None else batch[Prop.CARDS_MADE],
            start=from_epoch_ms(batch[Prop.STARTS_AT]),
            end=from_optional_epoch_ms(batch.get(Prop.ENDS_AT)),
            invalidated=invalidated_at is not None,
            invalidated_at=from_optional_epoch_ms(invalidated_at),
        )


class BatchDetails(Wire):
    size: int
    validity: ValidityView
    batch_key_pool_id: str
    user_prefix: str
    encryption_method: str

    @classmethod
    def from_batch(cls, batch: Batch, pool: CardPool, user_prefix: str) -> Self:
        return cls.from_value(
            batch,
            validity=ValidityView.from_validity(batch.validity),
            batch_key_pool_id=pool.id,
            user_prefix=user_prefix,
            encryption_method=pool.mechanism,
        )


class CardView(Wire):
    card_number: int
    psk: str
    ssid: str
    start: Instant
    end: Instant | None
    invalidated: bool
    invalidated_at: Instant | None
    used: bool


class BatchView(ListedBatchView):
    key_pool_id: str
    ssid: str
    cards: dict[str, CardView]
    analytics: dict[str, int] | None = None
