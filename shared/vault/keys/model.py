"""Keys, the policies by which they hold, and the persons who hold them."""

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from typing import Self

from vault.devices.model import Device
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value
from vault.keys.bins import Bin
from vault.people.model import HasSubscriber, Subscriber

ACTIVE = "active"


class KeyNotUnique(DomainError):
    """Somebody else has this passphrase under the SSID."""

    code = ErrorCode.KEY_NOT_UNIQUE


class KeyNotFound(DomainError):
    """The person has no key with this id, or none that holds at the venue."""

    code = ErrorCode.KEY_NOT_FOUND
    kind = Kind.NOT_FOUND


class ChosenKeyLimitReached(DomainError):
    """The person already has as many keys with a chosen passphrase at the venue as a keypool may give them."""

    code = ErrorCode.CHOSEN_KEY_LIMIT_REACHED


class CustomKeysDisabled(DomainError):
    """The operator does not let keys be chosen whole."""

    code = ErrorCode.CUSTOM_KEYS_DISABLED


class KeyTagTaken(DomainError):
    """Another key of the person has this name."""

    code = ErrorCode.KEY_TAG_TAKEN


class PasswordCollides(DomainError):
    """The password cannot become the person's key; callers are not told why."""

    code = ErrorCode.PASSWORD_COLLIDES


@value
class SealedKey:
    """A passphrase and its PMK, each sealed with the key's id as associated data."""

    passphrase: str
    pmk: str


@value
class Policy:
    """Where a key holds, a unit or a venue, and when: from `starts_at` to `ends_at` (epoch ms, None: open-ended)."""

    id: str
    at: str
    venue_id: str
    starts_at: int
    ends_at: int | None
    vlan: int | None
    plan_id: str | None
    subscription_id: str

    @classmethod
    def from_row(cls, row: Row) -> Self:
        edge = row["edge"]
        return cls(
            id=edge[T.id],
            at=row["at"],
            venue_id=row["venue"],
            starts_at=edge[Prop.STARTS_AT],
            ends_at=edge.get(Prop.ENDS_AT),
            vlan=edge.get(Prop.VLAN),
            plan_id=edge.get(Prop.PLAN),
            subscription_id=edge[Prop.SUBSCRIPTION],
        )

    def holds(self, moment: int) -> bool:
        return self.starts_at <= moment and (self.ends_at is None or moment <= self.ends_at)


@value
class Entitlement:
    """What a key is to hold for: a subscription at a unit or venue, its times (epoch ms), VLAN and plan."""

    at: str
    venue_id: str
    subscription_id: str
    starts_at: int
    ends_at: int | None
    vlan: int | None
    plan_id: str | None


@value
class KeypoolForNewKeys:
    """A keypool about to get keys, with the open bin of a slot, if there is one."""

    id: str
    ssid: str
    slot: int
    bin: Bin | None

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(row["id"], row["ssid"], row["slot"], Bin.from_row(row["bin"][0]) if row["bin"] else None)


@value
class Key:
    """A key; a `custom` one was given whole and does not follow its holder's password."""

    id: str
    keypool_id: str
    ssid: str
    bin_id: str
    sealed: SealedKey
    custom: bool
    added_at: int
    pending: SealedKey | None = None
    tag: str = ""
    status: str = ACTIVE
    policies: tuple[Policy, ...] = ()
    devices: tuple[Device, ...] = ()
    """Devices seen with the key, if the traversal reads them."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        vertex = row["vertex"]
        pending = Prop.PENDING_PASSPHRASE in vertex
        return cls(
            id=vertex[T.id],
            keypool_id=row["pool"]["id"],
            ssid=row["pool"]["ssid"],
            bin_id=row["bin"],
            sealed=SealedKey(vertex[Prop.PASSPHRASE], vertex[Prop.PMK]),
            custom=vertex[Prop.CUSTOM],
            added_at=vertex[Prop.ADDED_AT],
            pending=SealedKey(vertex[Prop.PENDING_PASSPHRASE], vertex[Prop.PENDING_PMK]) if pending else None,
            tag=vertex.get(Prop.TAG, ""),
            status=vertex[Prop.STATUS],
            policies=tuple(map(Policy.from_row, row["policies"])),
            devices=tuple(map(Device.from_vertex, row.get("devices", ()))),
        )

    def holds(self, moment: int) -> bool:
        return self.status == ACTIVE and any(policy.holds(moment) for policy in self.policies)

    def is_at(self, venue_ids: Collection[str]) -> bool:
        """Whether the key has a policy at one of the venues, whenever it holds."""
        return any(policy.venue_id in venue_ids for policy in self.policies)


@value
class OpenedKey:
    key: Key
    passphrase: str
    is_active: bool


@value
class KeyHolder(HasSubscriber):
    """A person with their keys; `version` is for optimistic locking, `bins` are rewritten by a change of passphrase."""

    subscriber: Subscriber
    keys: tuple[Key, ...] = ()
    version: int = 0
    bins: Mapping[str, Bin] = field(default_factory=dict)
    keys_of_deleted_pools: tuple[Key, ...] = ()
    """Keys of keypools being deleted: they open nothing, but still have their psk vertices."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(
            subscriber=Subscriber.from_row(row),
            keys=tuple(Key.from_row(key) for key in row["keys"] if key["pool"]["in_use"]),
            version=row["vertex"].get(Prop.KEYS_VERSION, 0),
            bins={bin_.id: bin_ for bin_ in map(Bin.from_row, row.get("bins", ()))},
            keys_of_deleted_pools=tuple(Key.from_row(key) for key in row["keys"] if not key["pool"]["in_use"]),
        )

    @property
    def all_keys(self) -> tuple[Key, ...]:
        return (*self.keys, *self.keys_of_deleted_pools)

    @property
    def password_keys(self) -> tuple[Key, ...]:
        return tuple(key for key in self.keys if not key.custom)

    def with_password_keys(self, key_ids: Collection[str]) -> Self:
        """A copy in which exactly these keys count as password keys, custom or not."""
        return replace(self, keys=tuple(replace(key, custom=key.id not in key_ids) for key in self.keys))


@value
class KeyWithHolder(HasSubscriber):
    subscriber: Subscriber
    holder: KeyHolder
    key: Key

    @classmethod
    def from_row(cls, row: Row) -> Self:
        holder = KeyHolder.from_row(row["holder"])
        return cls(holder.subscriber, holder, next(key for key in holder.keys if key.id == row["id"]))
