"""A batch of scratch cards, as the JSON response, CSV and PDF show it."""

import datetime as dt
from collections.abc import Mapping
from typing import Self

from vault.kernel.time import from_epoch_ms, from_wire
from vault.kernel.values import value
from vault.keys import passphrases
from vault.operators.model import Keyring
from vault.scratchcards.model import BatchStatus, CardPool


@value
class Card:
    """A card with its passphrase in clear; `card_number` counts from 1, no `end` means open-ended."""

    card_number: int
    psk: str
    ssid: str
    start: dt.datetime
    end: dt.datetime | None
    invalidated: bool
    used: bool


@value
class Sheet:
    scratch_card_batch_id: dt.datetime
    name: str
    key_pool_id: str
    ssid: str
    venue_id: str
    venue_name: str
    time_zone: str
    status: BatchStatus
    size: int
    start: dt.datetime
    end: dt.datetime | None
    invalidated_at: dt.datetime | None
    cards: Mapping[str, Card]

    @classmethod
    def from_card_pool(cls, pool: CardPool, keys: Keyring) -> Self:
        """Unseal the cards of a batch. Raises ScratchCardBatchNotFound."""
        found = pool.get_batch()
        batch, validity, invalidated_at = found.batch, found.batch.validity, found.batch.invalidated_at
        start, end = from_epoch_ms(validity.starts_at), from_epoch_ms(validity.ends_at) if validity.ends_at else None
        psks = [
            passphrases.unseal_passphrase(keys, key_id, sealed)
            for key_id, sealed in zip(batch.key_ids, batch.cards, strict=True)
        ]
        cards = {
            key_id: Card(number, psk, pool.ssid, start, end, invalidated_at is not None, key_id in found.used)
            for number, (key_id, psk) in enumerate(zip(batch.key_ids, psks, strict=True), 1)
        }
        return cls(
            scratch_card_batch_id=from_wire(batch.name),
            name=batch.name,
            key_pool_id=pool.id,
            ssid=pool.ssid,
            venue_id=found.venue_id,
            venue_name=found.venue_name,
            time_zone=found.time_zone,
            status=batch.status,
            size=batch.size,
            start=start,
            end=end,
            invalidated_at=from_epoch_ms(invalidated_at) if invalidated_at else None,
            cards=cards,
        )

    @property
    def invalidated(self) -> bool:
        return self.invalidated_at is not None

    @property
    def cards_made(self) -> int:
        return len(self.cards)

    @property
    def cards_used(self) -> int:
        return sum(card.used for card in self.cards.values())
