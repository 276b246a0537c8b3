"""Keys as answers show them, with the networks and places where they hold."""

from collections.abc import Iterable
from typing import Self

from vault.devices.model import Device
from vault.kernel.time import Instant, epoch_ms, from_epoch_ms, now
from vault.kernel.wire import Wire
from vault.keys.model import OpenKey, Policy

MASKED = "********"
"""For whom the text of a key is not: neither it nor its length."""


class PolicyShown(Wire):
    """Where and when a key holds; without a unit at the venue as a whole."""

    venue_id: str
    unit_id_internal: str | None
    service_plan_id: str | None
    start: Instant
    end: Instant | None

    @classmethod
    def of(cls, held: Policy) -> Self:
        """A policy as it is kept."""
        return cls(
            venue_id=held.venue_id,
            unit_id_internal=None if held.at == held.venue_id else held.at,
            service_plan_id=held.plan_id,
            start=from_epoch_ms(held.starts_at),
            end=None if held.ends_at is None else from_epoch_ms(held.ends_at),
        )


class DeviceShown(Wire):
    """A device: what its owner calls it, when it was seen, and the access point where it was last."""

    user_defined_host_name: str
    online: bool
    first_seen: Instant
    last_seen: Instant
    called_station_id: str

    @classmethod
    def of(cls, seen: Device) -> Self:
        """A device as it is kept."""
        return cls(
            user_defined_host_name=seen.name,
            online=seen.is_online(epoch_ms(now())),
            first_seen=from_epoch_ms(seen.first_seen),
            last_seen=from_epoch_ms(seen.last_seen),
            called_station_id=seen.access_point,
        )


class KeyShown(Wire):
    """A key with its text, in clear or masked."""

    psk: str
    date_added_iso: Instant
    key_tag: str
    active: bool
    devices: dict[str, DeviceShown]
    policies: list[PolicyShown]

    @classmethod
    def of(cls, opened: OpenKey, *, masked: bool = False) -> Self:
        """A key that was opened."""
        return cls(
            psk=MASKED if masked else opened.text,
            date_added_iso=from_epoch_ms(opened.key.added_at),
            key_tag=opened.key.tag,
            active=opened.is_active,
            devices={seen.mac: DeviceShown.of(seen) for seen in opened.key.devices},
            policies=[PolicyShown.of(each) for each in opened.key.policies],
        )


class PoolShown(Wire):
    """A network with keys by KeyID."""

    ssid: str
    keys: dict[str, KeyShown]


def pools(keys: Iterable[OpenKey], *, masked: bool = False) -> dict[str, PoolShown]:
    """Keys by KeyPoolID, their texts masked for whoever may not see them."""
    shown: dict[str, PoolShown] = {}
    for each in keys:
        pool = shown.setdefault(each.key.keypool_id, PoolShown(ssid=each.key.ssid, keys={}))
        pool.keys[each.key.id] = KeyShown.of(each, masked=masked)
    return shown


def devices(keys: Iterable[OpenKey]) -> dict[str, DeviceShown]:
    """The devices of keys by their addresses, each as it was last seen."""
    seen = sorted((device for each in keys for device in each.key.devices), key=lambda device: device.last_seen)
    return {device.mac: DeviceShown.of(device) for device in seen}
