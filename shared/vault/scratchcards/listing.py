"""The batches of a keypool as a list, without their cards."""

from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.values import value


@value
class CardPoolBatches:
    """A keypool with all of its batches, as rows of `queries.keypool_with_batches`."""

    id: str
    operator_id: str
    ssid: str
    batches: tuple[Row, ...]
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(row["vertex"][T.id], row["operator"], row["vertex"][Prop.SSID], tuple(row["batches"]))

    def batches_at(self, venue_id: str | None) -> dict[str, Row]:
        """The batches of a venue, or of all, in the order of their names."""
        found = {row["batch"][Prop.NAME]: row for row in self.batches if venue_id in (None, row["venue"][T.id])}
        return dict(sorted(found.items()))
