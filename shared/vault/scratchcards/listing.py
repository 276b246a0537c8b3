"""The batches of a keypool as a list, without their cards."""

import datetime as dt
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.time import from_epoch_ms, from_optional_epoch_ms, from_wire
from vault.kernel.values import value
from vault.scratchcards.model import unpack_invalidated_cards


@value
class ListedBatch:
    """A batch in figures; `cards_invalidated` counts single cards, or all of a batch that was invalidated."""

    name: str
    scratch_card_batch_id: dt.datetime
    venue_id: str
    venue_name: str
    time_zone: str
    status: str
    size: int
    cards_made: int
    cards_used: int
    cards_invalidated: int
    start: dt.datetime
    end: dt.datetime | None
    invalidated: bool
    invalidated_at: dt.datetime | None

    @classmethod
    def from_row(cls, row: Row) -> Self:
        batch, venue = row["batch"], row["venue"]
        invalidated_at = batch.get(Prop.INVALIDATED_AT)
        single_cards = unpack_invalidated_cards(batch.get(Prop.INVALIDATED_CARDS, ""))
        return cls(
            name=batch[Prop.NAME],
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


@value
class CardPoolBatches:
    """A keypool with all of its batches."""

    id: str
    operator_id: str
    ssid: str
    batches: tuple[ListedBatch, ...]
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        batches = tuple(map(ListedBatch.from_row, row["batches"]))
        return cls(row["vertex"][T.id], row["operator"], row["vertex"][Prop.SSID], batches)

    def batches_at(self, venue_id: str | None) -> dict[str, ListedBatch]:
        """The batches of a venue, or of all, in the order of their names."""
        found = {each.name: each for each in self.batches if venue_id in (None, each.venue_id)}
        return dict(sorted(found.items()))
