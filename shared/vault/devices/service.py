"""Devices recorded as they join, and named by their owners."""

from dataclasses import replace

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.devices import queries
from vault.devices.model import Device, DeviceNameTaken, DeviceNotFound, Owner, to_forget
from vault.kernel.values import value

WRITTEN_AGAIN_MS = 5 * 60_000
"""A device that is known and present is not written again within so long of the last time."""


@value
class Household:
    """Whose devices are counted together: the person's, with how many may be present; a card's are not counted."""

    used_with: str
    """The vertex from which the device hangs: the key's, or the batch's of a card."""
    devices: tuple[Device, ...]
    holder_id: str | None = None
    version: int = 0
    most: int | None = None

    def takes(self, mac: str, moment: int) -> bool:
        """Whether a device may be present now (epoch ms), counting each address once."""
        present = {device.mac for device in self.devices if device.is_present(moment)}
        return self.most is None or mac in present or len(present) < self.most


def joined(caller: Caller, household: Household, device: Device, **about: str | None) -> Device | None:
    """Add to the caller's write that a device has joined: its record then; None where it is one too many.

    A known one whose session lasts is not written again for some minutes: it keeps its session's end.
    """
    moment = device.last_seen
    known = next((each for each in household.devices if each.id == device.id), None)
    if known and known.is_present(moment) and moment - known.last_seen < WRITTEN_AGAIN_MS:
        return replace(known, ends_at=min(known.ends_at, device.ends_at))
    if not household.takes(device.mac, moment):
        return None
    if household.most is not None and household.holder_id:
        caller.tx.guard(queries.at_version(household.holder_id, household.version))
        caller.tx.change(queries.versioned(household.holder_id, household.version + 1))
    if known:
        caller.tx.change(queries.seen(device))
    else:
        remember(caller, household, device)
    audit.record(caller, AuditEvent.DEVICE_JOINED, device=device.mac, access_point=device.access_point, **about)
    return device


def remember(caller: Caller, household: Household, device: Device) -> None:
    """A device that is new to its key, under the name that its owner gave it with another key."""
    same = [each for each in household.devices if each.key_id == device.key_id]
    names = {each.name for each in household.devices if each.mac == device.mac and household.holder_id} - {""}
    leaving = to_forget(same, device.last_seen)
    if leaving:
        caller.tx.change(queries.forgotten(leaving))
    caller.tx.change(*queries.add(replace(device, name=min(names, default="")), household.used_with))


def rename(caller: Caller, owner: Owner, venue_id: str, mac: str, name: str) -> None:
    """Name a device, with whichever of the caller's keys it was seen. Raises DeviceNotFound, DeviceNameTaken."""
    same = [device for device in owner.devices if device.mac == mac]
    if not any(device.key_id in owner.keys_here for device in same):
        raise DeviceNotFound
    if any(device.name.casefold() == name.casefold() for device in owner.devices if device.mac != mac):
        raise DeviceNameTaken
    caller.tx.guard(queries.at_version(owner.id, owner.version))
    caller.tx.change(queries.versioned(owner.id, owner.version + 1))
    caller.tx.change(*(queries.named(device.id, name) for device in same))
    audit.record(caller, AuditEvent.DEVICE_NAMED, venue_id=venue_id, subscriber=owner.token, device=mac)
