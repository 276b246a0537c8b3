"""What a matching key authorizes, as read from the writer: whether it holds now, for whom, where, and until when."""

from typing import Self

from vault.devices.model import Device
from vault.devices.service import DeviceQuota
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.values import value
from vault.keypools.model import KeypoolScope
from vault.keys.bins import unpack_entries
from vault.keys.model import ACTIVE, Policy, SealedKey
from vault.people.model import IN_SERVICE
from vault.scratchcards.model import Batch


@value
class Authorization:
    """A key that holds now; times in epoch ms, an end may be open; speeds in kbit/s."""

    key_id: str
    pool_id: str
    bin_id: str
    sealed: SealedKey
    quota: DeviceQuota
    starts_at: int
    ends_at: int | None
    venue_id: str | None
    unit_id: str | None = None
    subscriber: str | None = None
    vlan: int | None = None
    upload_kbps: int | None = None
    download_kbps: int | None = None
    confirms: frozenset[str] = frozenset()
    """The venue, where a join with the key confirms that its holder lives there."""

    @classmethod
    def from_key(cls, row: Row, bin_id: str, moment: int) -> Self | None:
        """From the row of a key; None if it does not hold at `moment`. The policy that started last counts."""
        vertex, holder = row["vertex"], next(iter(row["holder"]), None)
        if holder is None or holder["vertex"][Prop.STATUS] != IN_SERVICE or vertex[Prop.STATUS] != ACTIVE:
            return None
        pool = next(iter(row["pool"]), None)
        holding_policies = [
            policy
            for policy in map(Policy.from_row, row["policies"])
            if pool and policy.holds(moment) and _is_shown(pool, policy.at, policy.venue_id)
        ]
        if not (pool and holding_policies):
            return None
        policy = max(holding_policies, key=lambda each: (each.starts_at, each.id))
        plan: Row = next((each for each in holder["plans"] if each[T.id] == policy.plan_id), {})
        return cls(
            key_id=vertex[T.id],
            pool_id=pool["id"],
            bin_id=bin_id,
            sealed=SealedKey(vertex[Prop.PASSPHRASE], vertex[Prop.PMK]),
            quota=_build_device_quota(vertex[T.id], holder, plan.get(Prop.CONCURRENT_DEVICES)),
            starts_at=policy.starts_at,
            ends_at=policy.ends_at,
            venue_id=policy.venue_id,
            unit_id=None if policy.at == policy.venue_id else policy.at,
            subscriber=holder["vertex"][Prop.TOKEN],
            vlan=policy.vlan,
            upload_kbps=plan.get(Prop.UPLOAD_KBPS),
            download_kbps=plan.get(Prop.DOWNLOAD_KBPS),
            confirms=_confirmed_by_join(vertex, holder, policy.venue_id),
        )

    @classmethod
    def from_card(cls, row: Row, key_id: str, bin_id: str, moment: int) -> Self | None:
        """From the row of a batch; None for a card of another batch, or outside of its validity."""
        batch, pmk = Batch.from_vertex(row["batch"]), dict(unpack_entries(row["entries"])).get(key_id)
        pool, venue_id = row["pool"], next(iter(row["venue"]), None)
        if pmk is None or key_id not in batch.key_ids or not batch.holds(moment):
            return None
        if not (_is_shown(pool, venue_id) or venue_id in pool["venues"]):
            return None
        devices = tuple(device for device in map(Device.from_vertex, row["devices"]) if device.key_id == key_id)
        return cls(
            key_id=key_id,
            pool_id=pool["id"],
            bin_id=bin_id,
            sealed=SealedKey(batch.cards[batch.key_ids.index(key_id)], pmk),
            quota=DeviceQuota(batch.id, devices),
            starts_at=batch.validity.starts_at,
            ends_at=batch.validity.ends_at,
            venue_id=venue_id,
        )


def _confirmed_by_join(key: Row, holder: Row, venue_id: str) -> frozenset[str]:
    """None for a key that was given whole: who chose it may not be its holder."""
    return frozenset() if key.get(Prop.CUSTOM) else frozenset(holder["unconfirmed"]) & {venue_id}


def _is_shown(pool: Row, *places: str | None) -> bool:
    return pool["scope"] == KeypoolScope.GLOBAL or not set(places).isdisjoint(pool["places"])


def _build_device_quota(key_id: str, holder: Row, limit: int | None) -> DeviceQuota:
    vertex = holder["vertex"]
    devices = tuple(map(Device.from_vertex, holder["devices"]))
    return DeviceQuota(key_id, devices, vertex[T.id], vertex.get(Prop.DEVICES_VERSION, 0), limit)
