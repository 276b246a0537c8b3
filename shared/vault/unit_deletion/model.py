"""Which units are to go, what hangs from them, and what a deletion did."""

from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, text
from vault.kernel.queue_messages import DeleteUnits
from vault.kernel.values import value
from vault.subscribers.endings import SubscriptionHolder, SubscriptionToEnd
from vault.subscribers.model import Period


class UnitOccupied(DomainError):
    """A subscription at the unit runs or is booked, whatever the status of its person."""

    code = ErrorCode.UNIT_OCCUPIED


class UnitsOccupied(DomainError):
    """Subscriptions run or are booked at units of the venue."""

    code = ErrorCode.UNITS_OCCUPIED


@value
class Selection:
    """The units that are to go: one, or all of a venue."""

    venue_id: str
    unit_id: str | None = None

    @classmethod
    def from_message(cls, message: DeleteUnits) -> Self:
        return cls(message.venue, message.unit or None)

    def to_message(self, operator_id: str, *, force: bool) -> DeleteUnits:
        """The order to go on with them in the background."""
        return DeleteUnits(operator=operator_id, venue=self.venue_id, unit=self.unit_id or "", force=force)

    def refusal(self, occupied: int) -> DomainError:
        """The error where units are occupied."""
        return UnitOccupied() if self.unit_id else UnitsOccupied(count=occupied)


@value
class Confirmation:
    """What the gateways in service have not confirmed yet: VLANs that wait there, or are still to be looked at."""

    has_gateways: bool = False
    waiting_vlans: tuple[int, ...] = ()


@value
class EmptyUnit:
    """A unit at which no subscription runs or is booked; `ended` are the ids of those that did, one more than fit."""

    id: str
    vlan: int
    external_id: str | None
    ended: tuple[str, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["vertex"]
        return cls(vertex[T.id], vertex[Prop.VLAN], vertex.get(Prop.EXTERNAL_UNIT_ID), tuple(row["ended"]))


@value
class OccupiedUnit:
    id: str
    holders: tuple[SubscriptionHolder, ...]

    @classmethod
    def from_row(cls, row: Row, venue_id: str) -> Self:
        """Each subscription by itself: a person with two of them is there twice."""
        holders = tuple(_holder_from_row(each, row["id"], venue_id) for each in row["subscriptions"])
        return cls(row["id"], holders)


def _holder_from_row(row: Row, unit_id: str, venue_id: str) -> SubscriptionHolder:
    vertex, person = row["vertex"], row["person"]
    period = Period(vertex[Prop.STARTS_AT], vertex.get(Prop.ENDS_AT))
    subscription = SubscriptionToEnd(vertex[T.id], venue_id, unit_id, period)
    return SubscriptionHolder(person[T.id], person[Prop.TOKEN], person.get(Prop.KEYS_VERSION, 0), (subscription,))


@value
class DeletionPart:
    """What one write does; `is_last` if nothing of its kind is left."""

    count: int
    is_last: bool


@value
class Progress:
    """What a call did, and what it left."""

    deleted: int = 0
    vacated: int = 0
    waiting: int = 0
    is_unfinished: bool = False

    def to_message(self) -> JoinedTexts:
        counts = {
            Message.UNITS_DELETED: self.deleted,
            Message.UNITS_VACATED: self.vacated,
            Message.UNITS_WAITING: self.waiting,
        }
        parts = [text(key, count=count) for key, count in counts.items() if count]
        parts += [text(Message.UNITS_DELETED_LATER)] * self.is_unfinished
        return JoinedTexts(tuple(parts) or (text(Message.UNITS_DELETED, count=0),))
