"""A batch of scratch cards: keys of one keypool with the same validity."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import field
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel import ids
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.time import epoch_ms
from vault.kernel.values import value
from vault.keypools.model import KeypoolScope

BATCH_SIZE = 100
MAX_DAYS_AHEAD = 90
MAX_USER_PART = 20


class BatchStatus(enum.StrEnum):
    MAKING = "making"
    READY = "ready"
    INVALIDATED = "invalidated"


class ScratchCardBatchNotFound(DomainError):
    """The keypool has no batch of this name."""

    code = ErrorCode.SCRATCH_CARD_BATCH_NOT_FOUND
    kind = Kind.NOT_FOUND


class ScratchCardBatchDiffers(DomainError):
    """A batch with the same name was ordered with other parameters."""

    code = ErrorCode.SCRATCH_CARD_BATCH_DIFFERS


class ScratchCardBatchInvalidated(DomainError):
    """The batch has been invalidated, which is final."""

    code = ErrorCode.SCRATCH_CARD_BATCH_INVALIDATED


class ScratchCardBatchEnded(DomainError):
    """The batch has expired."""

    code = ErrorCode.SCRATCH_CARD_BATCH_ENDED


class ScratchCardBatchOpen(DomainError):
    """The batch has no end that could be extended."""

    code = ErrorCode.SCRATCH_CARD_BATCH_OPEN


class ScratchCardNotFound(DomainError):
    """The batch has no card of this number, or not yet."""

    code = ErrorCode.SCRATCH_CARD_NOT_FOUND
    kind = Kind.NOT_FOUND


class KeypoolNotShown(DomainError):
    """The keypool is broadcast neither at the venue nor at any of its units."""

    code = ErrorCode.KEYPOOL_NOT_SHOWN


class StartTooFarAhead(DomainError):
    """The batch would begin more than 90 days from now."""

    code = ErrorCode.START_TOO_FAR_AHEAD
    kind = Kind.INVALID


class ValidityInvalid(DomainError):
    """The batch would end before it begins, or has already ended."""

    code = ErrorCode.VALIDITY_INVALID
    kind = Kind.INVALID


@value
class Validity:
    """Times in epoch ms; without an end, cards hold until they are invalidated."""

    starts_at: int
    ends_at: int | None

    @classmethod
    def from_dates(cls, starts: dt.datetime | None, ends: dt.datetime | None, moment: dt.datetime) -> Self:
        """The validity asked for at `moment`, the default start. Raises StartTooFarAhead, ValidityInvalid."""
        start = starts or moment
        if start > moment + dt.timedelta(days=MAX_DAYS_AHEAD):
            raise StartTooFarAhead(days=MAX_DAYS_AHEAD)
        if ends and ends <= max(start, moment):
            raise ValidityInvalid
        return cls(epoch_ms(start), epoch_ms(ends) if ends else None)


@value
class Batch:
    """A batch; `cards` are the sealed passphrases of the cards generated so far, in order.

    `invalidated_cards` has when single cards were invalidated (epoch ms), by their numbers.
    """

    id: str
    name: str
    status: BatchStatus
    size: int
    validity: Validity
    cards: tuple[str, ...]
    user_part_sealed: str
    request_index: str
    invalidated_at: int | None = None
    invalidated_cards: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        return cls(
            id=vertex[T.id],
            name=vertex[Prop.NAME],
            status=BatchStatus(vertex[Prop.STATUS]),
            size=vertex[Prop.SIZE],
            validity=Validity(vertex[Prop.STARTS_AT], vertex.get(Prop.ENDS_AT)),
            cards=tuple(vertex[Prop.CARDS].split()),
            user_part_sealed=vertex[Prop.USER_PART],
            request_index=vertex[Prop.REQUEST_INDEX],
            invalidated_at=vertex.get(Prop.INVALIDATED_AT),
            invalidated_cards=unpack_invalidated_cards(vertex.get(Prop.INVALIDATED_CARDS, "")),
        )

    def find_invalidation(self, number: int) -> int | None:
        """When a card was invalidated, by itself or with its batch (epoch ms)."""
        return self.invalidated_cards.get(number, self.invalidated_at)

    def holds(self, number: int, moment: int) -> bool:
        """Whether a card opens the network at a moment (epoch ms)."""
        ends = self.validity.ends_at
        is_within = self.validity.starts_at <= moment and (ends is None or moment <= ends)
        return is_within and self.find_invalidation(number) is None

    @property
    def key_ids(self) -> tuple[str, ...]:
        return tuple(ids.card_id(self.id, number) for number in range(1, len(self.cards) + 1))


def pack_invalidated_cards(cards: Mapping[int, int]) -> str:
    return " ".join(f"{number}:{moment}" for number, moment in sorted(cards.items()))


def unpack_invalidated_cards(packed: str) -> dict[int, int]:
    pairs = (pair.split(":") for pair in packed.split())
    return {int(number): int(moment) for number, moment in pairs}


@value
class InvalidatedCard:
    card_number: int
    key_id: str
    invalidated_at: dt.datetime


@value
class VenueBatch:
    batch: Batch
    venue_id: str
    venue_name: str
    country: str
    time_zone: str
    bin_version: int
    used: frozenset[str]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        venue = row["venue"]
        return cls(
            batch=Batch.from_vertex(row["batch"]),
            venue_id=venue[T.id],
            venue_name=venue[Prop.NAME],
            country=venue[Prop.COUNTRY],
            time_zone=venue[Prop.TIME_ZONE],
            bin_version=row["bin"],
            used=frozenset(row["used"]),
        )


@value
class CardPool:
    """A keypool with the batch that a request names, and whether it is broadcast at the request's venue."""

    id: str
    operator_id: str
    ssid: str
    mechanism: str
    venue_batch: VenueBatch | None
    is_shown: bool = False
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            operator_id=row["operator"],
            ssid=vertex[Prop.SSID],
            mechanism=vertex[Prop.AUTHENTICATION],
            venue_batch=VenueBatch.from_row(row["venue_batch"][0]) if row["venue_batch"] else None,
            is_shown=vertex[Prop.SCOPE] == KeypoolScope.GLOBAL or bool(row["is_shown"]),
        )

    def get_batch(self) -> VenueBatch:
        """The batch. Raises ScratchCardBatchNotFound."""
        if self.venue_batch is None:
            raise ScratchCardBatchNotFound
        return self.venue_batch

    @property
    def log_details(self) -> dict[str, str]:
        """Details of the batch for the audit log. Raises ScratchCardBatchNotFound."""
        found = self.get_batch()
        return {"venue_id": found.venue_id, "keypool": self.id, "batch": found.batch.name}
