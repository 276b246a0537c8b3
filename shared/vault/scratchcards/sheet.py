"""A batch of scratch cards, as the JSON response, CSV and PDF show it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Self

from vault.kernel.time import from_epoch_ms, from_optional_epoch_ms, from_wire
from vault.kernel.values import value
from vault.keys import passphrases
from vault.operators.model import Keyring
from vault.scratchcards.model import BatchStatus, CardPool, VenueBatch


@value
class Card:
    """A card with its passphrase in clear; `card_number` counts from 1, no `end` means open-ended."""

    card_number: int
    psk: str
    ssid: str
    start: dt.datetime
    end: dt.datetime | None
    invalidated_at: dt.datetime | None
    used: bool

    @property
    def invalidated(self) -> bool:
        return self.invalidated_at is not None


@value
class Sheet:
    """A batch with all of its cards, or with some of them; the counts are those of the batch."""

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
    cards_made: int
    cards_used: int
    cards_invalidated: int
    cards: Mapping[str, Card]
    operator_name: str
    country: str
    help_line: str

    @classmethod
    def from_card_pool(cls, pool: CardPool, keys: Keyring, operator_name: str, help_line: str) -> Self:
        """Unseal the cards of a batch. Raises ScratchCardBatchNotFound."""
        found = pool.get_batch()
        batch, cards = found.batch, _unseal_cards(found, pool.ssid, keys)
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
            start=from_epoch_ms(batch.validity.starts_at),
            end=from_optional_epoch_ms(batch.validity.ends_at),
            invalidated_at=from_optional_epoch_ms(batch.invalidated_at),
            cards_made=len(cards),
            cards_used=sum(card.used for card in cards.values()),
            cards_invalidated=sum(card.invalidated for card in cards.values()),
            cards=cards,
            operator_name=operator_name,
            country=found.country,
            help_line=help_line,
        )

    def only_unused(self) -> Self:
        """The same batch with the cards alone that can still be handed out: neither used nor invalidated."""
        unused = {key_id: card for key_id, card in self.cards.items() if not (card.used or card.invalidated)}
        return replace(self, cards=unused)

    @property
    def invalidated(self) -> bool:
        return self.invalidated_at is not None


def _unseal_cards(found: VenueBatch, ssid: str, keys: Keyring) -> dict[str, Card]:
    batch = found.batch
    return {
        key_id: Card(
            card_number=number,
            psk=passphrases.unseal_passphrase(keys, key_id, sealed),
            ssid=ssid,
            start=from_epoch_ms(batch.validity.starts_at),
            end=from_optional_epoch_ms(batch.validity.ends_at),
            invalidated_at=from_optional_epoch_ms(batch.find_invalidation(number)),
            used=key_id in found.used,
        )
        for number, (key_id, sealed) in enumerate(zip(batch.key_ids, batch.cards, strict=True), 1)
    }
