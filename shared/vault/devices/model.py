"""A device, identified by its MAC address, as it was seen with a key."""

from collections.abc import Iterable
from typing import Self

from vault.graph.schema import Prop, Row
from vault.graph.steps import T
from vault.kernel import ids
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.message_keys import Message
from vault.kernel.messages import Text, text
from vault.kernel.values import value

ONLINE_MS = 32 * 60_000
"""How long a device counts as online after it was last seen, as documented for the consoles."""
LONGEST_SESSION_HOURS = 24
"""After that an access point must ask for a device again, and learns that its key was revoked."""
MAX_DEVICES_OF_A_KEY = 250
"""Devices stored for each key; beyond them the one not seen for longest is dropped."""


class DeviceNotFound(DomainError):
    """No device with this address was seen with one of the caller's keys at the venue."""

    code = ErrorCode.DEVICE_NOT_FOUND
    kind = Kind.NOT_FOUND


class DeviceNameTaken(DomainError):
    """Another device of the same person has this name."""

    code = ErrorCode.DEVICE_NAME_TAKEN


def sessions_continue() -> Text:
    """What an answer that revokes keys says of devices that are connected."""
    return text(Message.SESSIONS_CONTINUE, hours=LONGEST_SESSION_HOURS)


@value
class Device:
    """Times are in epoch ms; `ends_at` is the latest end of its session."""

    key_id: str
    mac: str
    access_point: str
    first_seen: int
    last_seen: int
    ends_at: int
    name: str = ""

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
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
        return ids.device_id(self.key_id, self.mac)

    def is_present(self, moment: int) -> bool:
        return self.ends_at > moment

    def is_online(self, moment: int) -> bool:
        return moment - self.last_seen < ONLINE_MS


def devices_to_forget(devices: Iterable[Device], moment: int) -> list[str]:
    """Vertex ids to drop before one more is stored: absent devices, longest unseen first, named ones last."""
    known = list(devices)
    absent = sorted(
        (each for each in known if not each.is_present(moment)), key=lambda each: (each.name != "", each.last_seen)
    )
    return [each.id for each in absent[: max(len(known) + 1 - MAX_DEVICES_OF_A_KEY, 0)]]


@value
class DeviceOwner:
    """A person with the devices of all their keys; `version` is for optimistic locking."""

    id: str
    token: str
    operator_id: str
    venue_ids: frozenset[str]
    version: int
    devices: tuple[Device, ...]
    key_ids_at_venue: frozenset[str]
    """Ids of the keys with a policy at the request's venue, current or past."""

    @classmethod
    def from_row(cls, row: Row) -> Self:
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
