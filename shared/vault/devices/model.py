"""A device, known by its MAC address, as it was seen with a key."""

from collections.abc import Iterable
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel import ids
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value

ONLINE_MS = 32 * 60_000
"""A device counts as online for so long after it was seen; the consoles are documented so."""
MAX_DEVICES_OF_A_KEY = 250
"""Devices of one key: beyond them the one that was not seen for longest is forgotten."""


class DeviceNotFound(DomainError):
    """No device with this address was seen with one of the caller's keys at the venue."""

    code = ErrorCode.DEVICE_NOT_FOUND
    kind = Kind.NOT_FOUND


class DeviceNameTaken(DomainError):
    """A name that another device of the same person has."""

    code = ErrorCode.DEVICE_NAME_TAKEN


@value
class Device:
    """Times in epoch ms; `ends_at` is when its session is over at the latest."""

    key_id: str
    mac: str
    access_point: str
    first_seen: int
    last_seen: int
    ends_at: int
    name: str = ""

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        """From the device's vertex."""
        return cls(
            key_id=vertex[Prop.KEY_ID],
            mac=vertex[Prop.MAC],
            access_point=vertex[Prop.ACCESS_POINT],
            first_seen=vertex[Prop.FIRST_SEEN],
            last_seen=vertex[Prop.LAST_SEEN],
            ends_at=vertex[Prop.ENDS_AT],
            name=vertex.get(Prop.HOST_NAME, ""),
        )

    @property
    def id(self) -> str:
        """Its vertex: one for each key with which it was seen."""
        return ids.device_id(self.key_id, self.mac)

    def is_present(self, moment: int) -> bool:
        """Whether its session lasts at a moment (epoch ms)."""
        return self.ends_at > moment

    def is_online(self, moment: int) -> bool:
        """Whether it was seen just before a moment (epoch ms)."""
        return moment - self.last_seen < ONLINE_MS


def devices_to_forget(devices: Iterable[Device], moment: int) -> list[str]:
    """The vertices that leave so that one more can be remembered: never one that is present, named ones last."""
    known = list(devices)
    absent = sorted(
        (each for each in known if not each.is_present(moment)), key=lambda each: (each.name != "", each.last_seen)
    )
    return [each.id for each in absent[: max(len(known) + 1 - MAX_DEVICES_OF_A_KEY, 0)]]


@value
class DeviceOwner:
    """A person with the devices of all their keys; `version` counts what was counted or compared of these."""

    id: str
    token: str
    operator_id: str
    venue_ids: frozenset[str]
    version: int
    devices: tuple[Device, ...]
    key_ids_at_venue: frozenset[str]
    """The keys that hold at the venue of the call, or did."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """From the rows of the owner's view."""
        vertex = row["vertex"]
        return cls(
            id=vertex[T.id],
            token=vertex[Prop.TOKEN],
            operator_id=row["operator"][0],
            venue_ids=frozenset(row["venues"]),
            version=vertex.get(Prop.DEVICES_VERSION, 0),
            devices=tuple(map(Device.from_vertex, row["devices"])),
            key_ids_at_venue=frozenset(row["here"]),
        )
