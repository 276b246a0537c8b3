"""A gateway with what its worker remembers of it, and VLANs as jobs read them."""

import json
from collections.abc import Collection, Mapping
from typing import Self

from vault.equipment.model import Equipment
from vault.gateways.attempts import read_attempted
from vault.gateways.confirmed import ConfirmedVlan, read_confirmed
from vault.gateways.desired import VlanSubscription
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.values import value


@value
class GatewayAddress:
    """Where the jobs find a driven gateway; `key` is another one for equipment that is added again."""

    id: str
    key: str


@value
class VenueWithGateways:
    id: str
    operator_id: str
    offset: int
    gateways: tuple[GatewayAddress, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        gateways = tuple(GatewayAddress(each["id"], each["key"]) for each in row["gateways"])
        return cls(row["id"], row["operator"], next(iter(row["offset"]), 0), gateways)


@value
class UnitVlan:
    """The VLAN of units of a venue, with the subscriptions there that are not over."""

    id: str
    venue_id: str
    number: int
    unit_id: str | None
    """One of its units; None where it has none any more."""
    mark_id: str | None
    due_at: int | None
    is_urgent: bool
    subscriptions: tuple[VlanSubscription, ...]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            venue_id=row["venue"][0],
            number=vertex[Prop.VLAN],
            unit_id=next(iter(row["units"]), None),
            mark_id=vertex.get(Prop.MARK_ID),
            due_at=vertex.get(Prop.DUE_AT),
            is_urgent=vertex.get(Prop.URGENT, False),
            subscriptions=tuple(map(VlanSubscription.from_row, row["subscriptions"])),
        )

    def is_due(self, moment: int) -> bool:
        return self.due_at is not None and self.due_at <= moment


@value
class Gateway:
    """A driven gateway as its worker reads it with the lease; moments are epoch ms."""

    equipment: Equipment
    offset: int
    """Of the venue, for plans that are wireless only."""
    mark_id: str | None
    next_try_at: int
    failures: int
    last_error: str
    failing_since: int | None
    lease_until: int
    """By the machine's clock."""
    attempted: Mapping[int, Collection[int]]
    """By unit VLAN the VLANs to which a session did something that it never read back: they may be on or off."""
    unsupported: frozenset[str]
    """What its interface cannot set, as far as that was logged."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["vertex"]
        return cls(
            equipment=Equipment.from_row(vertex),
            offset=next(iter(row["offset"]), 0),
            mark_id=vertex.get(Prop.MARK_ID),
            next_try_at=vertex.get(Prop.NEXT_TRY_AT, 0),
            failures=vertex.get(Prop.FAILURES, 0),
            last_error=vertex.get(Prop.LAST_ERROR, "") if Prop.FAILURES in vertex else "",
            lease_until=vertex.get(Prop.LEASE_UNTIL, 0),
            attempted=read_attempted(vertex),
            failing_since=vertex.get(Prop.FAILING_SINCE),
            unsupported=frozenset(vertex.get(Prop.UNSUPPORTED, "").split()),
        )

    @property
    def id(self) -> str:
        return self.equipment.id

    @property
    def key(self) -> str:
        return self.equipment.key

    @property
    def venue_id(self) -> str:
        return self.equipment.venue_id

    @property
    def epoch(self) -> str:
        """What was confirmed under another one counts no more: the gateway was reset, or is another device."""
        return self.equipment.epoch


@value
class VlanAtGateway:
    """The state of a unit's VLAN at a gateway: what it confirmed, and what waits there."""

    id: str
    number: int
    wanted_revision: str
    """Set by each evaluation: what waits is done only where it is still the one that was read."""
    epoch: str
    """The gateway's when it confirmed."""
    confirmed: Mapping[int, ConfirmedVlan]
    subscription_ids: tuple[str, ...]
    """Those for which the VLAN was confirmed."""
    failures: int
    next_try_at: int
    last_error: str
    queued_at: int
    is_urgent: bool

    @classmethod
    def from_row(cls, vertex: Row) -> Self:
        return cls(
            id=vertex[T.id],
            number=vertex[Prop.VLAN],
            wanted_revision=vertex.get(Prop.WANTED_REVISION, ""),
            epoch=vertex.get(Prop.EPOCH, ""),
            confirmed=read_confirmed(vertex.get(Prop.CONFIRMED)),
            subscription_ids=tuple(json.loads(vertex.get(Prop.SUBSCRIPTIONS, "[]"))),
            failures=vertex.get(Prop.FAILURES, 0),
            next_try_at=vertex.get(Prop.NEXT_TRY_AT, 0),
            last_error=vertex.get(Prop.LAST_ERROR, ""),
            queued_at=vertex.get(Prop.QUEUED_AT, 0),
            is_urgent=vertex.get(Prop.URGENT, False),
        )
