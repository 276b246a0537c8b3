"""Keys as answers show them, with the networks and places where they hold."""

from collections.abc import Iterable
from typing import Self

from vault.devices.model import Device
from vault.kernel.time import Instant, epoch_ms, from_epoch_ms, now
from vault.kernel.wire import Wire
from vault.keys.model import OpenedKey, Policy

MASKED = "********"
"""For whom the text of a key is not: neither it nor its length."""


class PolicyView(Wire):
    """Where and when a key holds; without a unit at the venue as a whole."""

    venue_id: str
    unit_id_internal: str | None
    service_plan_id: str | None
    start: Instant
    end: Instant | None

    @classmethod
    def from_policy(cls, policy: Policy) -> Self:
        """A policy as it is kept."""
        return cls(
            venue_id=policy.venue_id,
            unit_id_internal=None if policy.at == policy.venue_id else policy.at,
            service_plan_id=policy.plan_id,
            start=from_epoch_ms(policy.starts_at),
            end=None if policy.ends_at is None else from_epoch_ms(policy.ends_at),
        )


class DeviceView(Wire):
    """A device: what its owner calls it, when it was seen, and the access point where it was last."""

    user_defined_host_name: str
    online: bool
    first_seen: Instant
    last_seen: Instant
    called_station_id: str

    @classmethod
    def from_device(cls, device: Device) -> Self:
        """A device as it is kept."""
        return cls(
            user_defined_host_name=device.name,
            online=device.is_online(epoch_ms(now())),
            first_seen=from_epoch_ms(device.first_seen),
            last_seen=from_epoch_ms(device.last_seen),
            called_station_id=device.access_point,
        )


class KeyView(Wire):
    """A key with its text, in clear or masked."""

    psk: str
    date_added_iso: Instant
    key_tag: str
    active: bool
    devices: dict[str, DeviceView]
    policies: list[PolicyView]

    @classmethod
    def from_key(cls, opened: OpenedKey, *, masked: bool = False) -> Self:
        """A key that was opened."""
        return cls(
            psk=MASKED if masked else opened.passphrase,
            date_added_iso=from_epoch_ms(opened.key.added_at),
            key_tag=opened.key.tag,
            active=opened.is_active,
            devices={device.mac: DeviceView.from_device(device) for device in opened.key.devices},
            policies=[PolicyView.from_policy(each) for each in opened.key.policies],
        )


class KeypoolView(Wire):
    """A network with keys by KeyID."""

    ssid: str
    keys: dict[str, KeyView]


def pools(keys: Iterable[OpenedKey], *, masked: bool = False) -> dict[str, KeypoolView]:
    """Keys by KeyPoolID, their texts masked for whoever may not see them."""
    views: dict[str, KeypoolView] = {}
    for each in keys:
        pool = views.setdefault(each.key.keypool_id, KeypoolView(ssid=each.key.ssid, keys={}))
        pool.keys[each.key.id] = KeyView.from_key(each, masked=masked)
    return views


def devices(keys: Iterable[OpenedKey]) -> dict[str, DeviceView]:
    """The devices of keys by their addresses, each as it was last seen."""
    by_last_seen = sorted((device for each in keys for device in each.key.devices), key=lambda device: device.last_seen)
    return {device.mac: DeviceView.from_device(device) for device in by_last_seen}
