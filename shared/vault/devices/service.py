"""Recording devices when they join, and naming them."""

from dataclasses import replace

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.devices import queries
from vault.devices.model import Device, DeviceNameTaken, DeviceNotFound, DeviceOwner, devices_to_forget
from vault.kernel.values import value

REWRITE_AFTER_MS = 5 * 60_000
"""A known device in session is written at most this often, and keeps its session's end in between."""


@value
class DeviceQuota:
    key_or_batch_id: str
    """Id of the vertex that the device is attached to: the key's, or for a scratch card its batch's."""
    devices: tuple[Device, ...]
    holder_id: str | None = None
    version: int = 0
    limit: int | None = None

    def allows(self, mac: str, moment: int) -> bool:
        present = {device.mac for device in self.devices if device.is_present(moment)}
        return self.limit is None or mac in present or len(present) < self.limit


def record_join(ctx: CallContext, quota: DeviceQuota, device: Device, **about: str | None) -> Device | None:
    """Record that a device joined, and return it as stored; None where the quota is exceeded."""
    moment = device.last_seen
    known = next((each for each in quota.devices if each.id == device.id), None)
    if known and known.is_present(moment) and moment - known.last_seen < REWRITE_AFTER_MS:
        return replace(known, ends_at=min(known.ends_at, device.ends_at))
    if not quota.allows(device.mac, moment):
        return None
    if quota.limit is not None and quota.holder_id:
        ctx.tx.guard(queries.person_at_devices_version(quota.holder_id, quota.version))
        ctx.tx.change(queries.set_devices_version(quota.holder_id, quota.version + 1))
    if known:
        ctx.tx.change(queries.update_last_seen(device))
    else:
        _add_device(ctx, quota, device)
    audit.record(ctx, AuditEvent.DEVICE_JOINED, device=device.mac, access_point=device.access_point, **about)
    return device


def _add_device(ctx: CallContext, quota: DeviceQuota, device: Device) -> None:
    """Add a device, under the name that its owner gave it with another key."""
    same = [each for each in quota.devices if each.key_id == device.key_id]
    names = {each.name for each in quota.devices if each.mac == device.mac and quota.holder_id} - {""}
    forgotten = devices_to_forget(same, device.last_seen)
    if forgotten:
        ctx.tx.change(queries.drop_devices(forgotten))
    ctx.tx.change(*queries.add(replace(device, name=min(names, default="")), quota.key_or_batch_id))


def rename(ctx: CallContext, owner: DeviceOwner, venue_id: str, mac: str, name: str) -> None:
    """Name a device for all keys it was seen with. Raises DeviceNotFound, DeviceNameTaken."""
    same = [device for device in owner.devices if device.mac == mac]
    if not any(device.key_id in owner.key_ids_at_venue for device in same):
        raise DeviceNotFound
    if any(device.name.casefold() == name.casefold() for device in owner.devices if device.mac != mac):
        raise DeviceNameTaken
    ctx.tx.guard(queries.person_at_devices_version(owner.id, owner.version))
    ctx.tx.change(queries.set_devices_version(owner.id, owner.version + 1))
    ctx.tx.change(*(queries.set_name(device.id, name) for device in same))
    audit.record(ctx, AuditEvent.DEVICE_NAMED, venue_id=venue_id, subscriber=owner.token, device=mac)
