"""Keys in responses, with the SSIDs and places where they hold."""

from collections.abc import Iterable
from typing import Self

from vault.devices.model import Device
from vault.kernel.message_keys import Message
from vault.kernel.messages import Text, text
from vault.kernel.time import Instant, epoch_ms, from_epoch_ms, from_optional_epoch_ms, now
from vault.kernel.wire import Wire
from vault.keys.issuance import IssuedKeys
from vault.keys.model import OpenedKey, Policy

MASKED = "********"
"""Shown instead of a passphrase that the caller may not see; it hides the length too."""


class PolicyView(Wire):
    """Where and when a key holds; without a unit, at the whole venue."""

    venue_id: str
    unit_id_internal: str | None
    service_plan_id: str | None
    start: Instant
    end: Instant | None

    @classmethod
    def from_policy(cls, policy: Policy) -> Self:
        return cls.from_value(
            policy,
            unit_id_internal=None if policy.at == policy.venue_id else policy.at,
            service_plan_id=policy.plan_id,
            start=from_epoch_ms(policy.starts_at),
            end=from_optional_epoch_ms(policy.ends_at),
        )


class DeviceView(Wire):
    user_defined_host_name: str
    online: bool
    first_seen: Instant
    last_seen: Instant
    called_station_id: str

    @classmethod
    def from_device(cls, device: Device) -> Self:
        return cls.from_value(
            user_defined_host_name=device.name,
            online=device.is_online(epoch_ms(now())),
            first_seen=from_epoch_ms(device.first_seen),
            last_seen=from_epoch_ms(device.last_seen),
            called_station_id=device.access_point,
        )


class KeyView(Wire):
    psk: str
    date_added_iso: Instant
    key_tag: str
    active: bool
    devices: dict[str, DeviceView]
    policies: list[PolicyView]

    @classmethod
    def from_key(cls, opened: OpenedKey, *, masked: bool = False) -> Self:
        return cls.from_value(
            psk=MASKED if masked else opened.passphrase,
            date_added_iso=from_epoch_ms(opened.key.added_at),
            key_tag=opened.key.tag,
            active=opened.is_active,
            devices={device.mac: DeviceView.from_device(device) for device in opened.key.devices},
            policies=[PolicyView.from_policy(each) for each in opened.key.policies],
        )


class KeypoolView(Wire):
    ssid: str
    keys: dict[str, KeyView]


def pools(keys: Iterable[OpenedKey], *, masked: bool = False) -> dict[str, KeypoolView]:
    """The keys by KeyPoolID."""
    views: dict[str, KeypoolView] = {}
    for each in keys:
        pool = views.setdefault(each.key.keypool_id, KeypoolView.from_value(ssid=each.key.ssid, keys={}))
        pool.keys[each.key.id] = KeyView.from_key(each, masked=masked)
    return views


def devices(keys: Iterable[OpenedKey]) -> dict[str, DeviceView]:
    """The devices by MAC address, each as it was last seen."""
    by_last_seen = sorted((device for each in keys for device in each.key.devices), key=lambda device: device.last_seen)
    return {device.mac: DeviceView.from_device(device) for device in by_last_seen}


def issued_message(issued: IssuedKeys) -> Text:
    """Whether a person got new keys, had them already, or lives where no keypool is broadcast yet."""
    if issued.new:
        return text(Message.KEY_CREATED)
    return text(Message.KEY_THERE if issued.keys else Message.NO_KEYPOOL_YET)
