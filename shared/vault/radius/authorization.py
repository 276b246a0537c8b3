"""What a matching key authorizes, as read from the writer: whether it holds now, for whom, where, and until when."""

from collections.abc import Sequence
from typing import Self, TypedDict

from vault.devices.model import Device
from vault.devices.service import DeviceQuota
from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel.statuses import AWAITING_TERMS, IN_SERVICE, SUSPENDED
from vault.kernel.values import value
from vault.keypools.model import KeypoolScope
from vault.keys.bins import unpack_entries
from vault.keys.model import ACTIVE, Policy, SealedKey
from vault.radius.model import RefusalCause, RefusedKey
from vault.scratchcards.model import Batch
from vault.units.model import HIGHEST_VLAN
from vault.units.real_vlan import real_vlan

CAUSE_BY_STATUS = {
    AWAITING_TERMS: RefusalCause.TERMS_NOT_ACCEPTED,
    SUSPENDED: RefusalCause.SUBSCRIBER_SUSPENDED,
}


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
    def from_key(cls, row: Row, bin_id: str, moment: int) -> Self | RefusedKey | None:
        """From the row of a key; None if nobody holds it. The policy that started last counts."""
        vertex, holder, pool = row["vertex"], next(iter(row["holder"]), None), next(iter(row["pool"]), None)
        if holder is None or pool is None:
            return None
        policies = [Policy.from_row(each) for each in row["policies"]]
        offered = [each for each in policies if _is_shown(pool, each.at, each.venue_id)]
        holding = [each for each in offered if each.holds(moment)]
        policy = max(holding or offered or policies, key=lambda each: (each.starts_at, each.id), default=None)
        plan: Row = next((each for each in holder["plans"] if policy and each[T.id] == policy.plan_id), {})
        vlan = _find_vlan(policy, plan, row["offsets"]) if policy else None
        cause = _find_cause(vertex, holder["vertex"], policy, moment, vlan, is_shown=bool(offered))
        sealed = SealedKey(vertex[Prop.PASSPHRASE], vertex[Prop.PMK])
        where: _Whereabouts = {
            "key_id": vertex[T.id],
            "pool_id": pool["id"],
            "sealed": sealed,
            "venue_id": policy.venue_id if policy else None,
            "unit_id": policy.at if policy and policy.at != policy.venue_id else None,
            "subscriber": holder["vertex"][Prop.TOKEN],
        }
        if cause or policy is None:
            return RefusedKey(cause or RefusalCause.KEY_WITHDRAWN, **where)
        return cls(
            bin_id=bin_id,
            quota=_build_device_quota(vertex[T.id], holder, plan.get(Prop.CONCURRENT_DEVICES)),
            starts_at=policy.starts_at,
            ends_at=policy.ends_at,
            vlan=vlan,
            upload_kbps=plan.get(Prop.UPLOAD_KBPS),
            download_kbps=plan.get(Prop.DOWNLOAD_KBPS),
            confirms=_confirmed_by_join(vertex, holder, policy.venue_id),
            **where,
        )

    @classmethod
    def from_card(cls, row: Row, key_id: str, bin_id: str, moment: int) -> Self | RefusedKey | None:
        """From the row of a batch; None for a card of another batch."""
        batch, pmk = Batch.from_vertex(row["batch"]), dict(unpack_entries(row["entries"])).get(key_id)
        pool, venue_id = row["pool"], next(iter(row["venue"]), None)
        key_ids = batch.key_ids
        if pmk is None or key_id not in key_ids:
            return None
        number = key_ids.index(key_id) + 1
        sealed = SealedKey(batch.cards[number - 1], pmk)
        is_shown = _is_shown(pool, venue_id) or venue_id in pool["venues"]
        if not (is_shown and batch.holds(number, moment)):
            cause = _find_cause_of_card(batch, number, moment) if is_shown else RefusalCause.NETWORK_NOT_SHOWN
            return RefusedKey(cause, key_id, pool["id"], sealed, venue_id)
        devices = tuple(device for device in map(Device.from_vertex, row["devices"]) if device.key_id == key_id)
        return cls(
            key_id=key_id,
            pool_id=pool["id"],
            bin_id=bin_id,
            sealed=sealed,
            quota=DeviceQuota(batch.id, devices),
            starts_at=batch.validity.starts_at,
            ends_at=batch.validity.ends_at,
            venue_id=venue_id,
        )

    def refuse(self, cause: RefusalCause) -> RefusedKey:
        return RefusedKey(cause, self.key_id, self.pool_id, self.sealed, self.venue_id, self.unit_id, self.subscriber)


class _Whereabouts(TypedDict):
    key_id: str
    pool_id: str
    sealed: SealedKey
    venue_id: str | None
    unit_id: str | None
    subscriber: str | None


def _find_vlan(policy: Policy, plan: Row, offsets: Sequence[Row]) -> int | None:
    if policy.vlan is None:
        return None
    offset = next((each["offset"] for each in offsets if each["venue"] == policy.venue_id), None)
    return real_vlan(policy.vlan, offset, is_wireless_only=bool(plan.get(Prop.WIRELESS_ONLY)))


def _find_cause(
    key: Row, holder: Row, policy: Policy | None, moment: int, vlan: int | None, *, is_shown: bool
) -> RefusalCause | None:
    """Why a key does not hold now; None if it does."""
    if holder[Prop.STATUS] in CAUSE_BY_STATUS:
        return CAUSE_BY_STATUS[holder[Prop.STATUS]]
    if holder[Prop.STATUS] != IN_SERVICE or key[Prop.STATUS] != ACTIVE or policy is None:
        return RefusalCause.KEY_WITHDRAWN
    if not is_shown:
        return RefusalCause.NETWORK_NOT_SHOWN
    if policy.holds(moment):
        # The unit's own VLAN is the installer's affair; one that an offset leads to is nobody's there.
        is_possible = vlan is None or vlan == policy.vlan or vlan <= HIGHEST_VLAN
        return None if is_possible else RefusalCause.VLAN_OUT_OF_RANGE
    return RefusalCause.KEY_NOT_BEGUN if policy.starts_at > moment else RefusalCause.KEY_ENDED


def _find_cause_of_card(batch: Batch, number: int, moment: int) -> RefusalCause:
    if batch.find_invalidation(number) is not None:
        return RefusalCause.CARD_INVALIDATED
    return RefusalCause.CARD_NOT_BEGUN if batch.validity.starts_at > moment else RefusalCause.CARD_ENDED


def _confirmed_by_join(key: Row, holder: Row, venue_id: str) -> frozenset[str]:
    """None for a key that was given whole: who chose it may not be its holder."""
    return frozenset() if key.get(Prop.CUSTOM) else frozenset(holder["unconfirmed"]) & {venue_id}


def _is_shown(pool: Row, *places: str | None) -> bool:
    return pool["scope"] == KeypoolScope.GLOBAL or not set(places).isdisjoint(pool["places"])


def _build_device_quota(key_id: str, holder: Row, limit: int | None) -> DeviceQuota:
    vertex = holder["vertex"]
    devices = tuple(map(Device.from_vertex, holder["devices"]))
    return DeviceQuota(key_id, devices, vertex[T.id], vertex.get(Prop.DEVICES_VERSION, 0), limit)
