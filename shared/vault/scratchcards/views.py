"""Batches of scratch cards in responses."""

from typing import Self

from vault.kernel.time import Instant, from_epoch_ms
from vault.kernel.wire import Wire
from vault.scratchcards.model import Batch, CardPool, Validity


class ValidityView(Wire):
    """From when the cards hold, and until when; without an end, until they are invalidated."""

    start: Instant
    end: Instant | None

    @classmethod
    def from_validity(cls, validity: Validity) -> Self:
        ends_at = validity.ends_at
        return cls.from_value(
            start=from_epoch_ms(validity.starts_at), end=None if ends_at is None else from_epoch_ms(ends_at)
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
