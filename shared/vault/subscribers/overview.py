"""What is seen of a person: profile, and the keys with the places where they hold."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import Caller
from vault.graph.connection import Conflict, answer
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keys import texts
from vault.keys.model import KeyHolder, OpenKey
from vault.people import service as people
from vault.people.model import Profile, Subscriber
from vault.subscribers import queries
from vault.subscribers.model import Resident
from vault.venues.model import Venue


@value
class Overview:
    """A person with profile and keys."""

    subscriber: Subscriber
    profile: Profile
    keys: tuple[OpenKey, ...]

    @property
    def active_count(self) -> int:
        """How many of the keys open anything now."""
        return sum(each.is_active for each in self.keys)

    def device_counts(self) -> tuple[int, int]:
        """How many devices are online, and how many are not: each counts once, whatever keys it was seen with."""
        moment = epoch_ms(now())
        seen = [device for each in self.keys for device in each.key.devices]
        online = {device.mac for device in seen if device.is_online(moment)}
        return len(online), len({device.mac for device in seen} - online)


def of_caller(caller: Caller, venue: Venue | None) -> Overview:
    """The caller's own keys, or those that hold at a venue. Raises Conflict, Unavailable."""
    rows = answer(queries.resident_with_devices(__.V(ids.subscriber_id(caller.token))))
    if not rows:
        raise Conflict  # erased since the call was resolved: its repetition will say so
    return of(caller, Resident.of(rows[0]), venue)


def of(caller: Caller, holder: KeyHolder, venue: Venue | None) -> Overview:
    """A person's keys, or those that hold at a venue, and the entry that they were read. Raises Unavailable."""
    operator, person = caller.operator, holder.subscriber
    keys = [key for key in holder.keys if venue is None or any(each.venue_id == venue.id for each in key.policies)]
    audit.record(caller, AuditEvent.KEYS_READ, venue_id=venue.id if venue else None, subscriber=person.token)
    profile = people.one(operator, person.token)
    return Overview(person, profile, tuple(texts.opened(operator, person, key) for key in keys))
