"""A person's profile, and their keys with the places where they hold."""

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.connection import Conflict, execute
from vault.graph.steps import __
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keys import passphrases
from vault.keys.model import KeyHolder, OpenedKey
from vault.people import service as people
from vault.people.model import Profile, Subscriber
from vault.subscribers import queries
from vault.subscribers.model import Resident
from vault.venues.model import Venue


@value
class SubscriberOverview:
    subscriber: Subscriber
    profile: Profile
    keys: tuple[OpenedKey, ...]

    @property
    def key_count(self) -> int:
        return len(self.keys)

    @property
    def key_count_active(self) -> int:
        return sum(each.is_active for each in self.keys)

    def device_counts(self) -> tuple[int, int]:
        """The number of devices online and offline; each counts once, whatever keys it was seen with."""
        moment = epoch_ms(now())
        devices = [device for each in self.keys for device in each.key.devices]
        online = {device.mac for device in devices if device.is_online(moment)}
        return len(online), len({device.mac for device in devices} - online)


def load_own_overview(ctx: CallContext, venue: Venue | None) -> SubscriberOverview:
    """The caller's keys, or those that hold at `venue`. Raises Conflict, Unavailable."""
    rows = execute(queries.resident_with_devices(__.V(ids.subscriber_id(ctx.token))))
    if not rows:
        raise Conflict  # erased since the request was resolved; the retry reports it
    return load_overview(ctx, Resident.from_row(rows[0]), venue)


def load_overview(ctx: CallContext, holder: KeyHolder, venue: Venue | None) -> SubscriberOverview:
    """A person's keys, or those that hold at `venue`; the access is logged. Raises Unavailable."""
    operator, person = ctx.operator, holder.subscriber
    keys = [key for key in holder.keys if venue is None or any(each.venue_id == venue.id for each in key.policies)]
    audit.record(ctx, AuditEvent.KEYS_READ, venue_id=venue.id if venue else None, subscriber=person.token)
    profile = people.get_profile(operator, person.token)
    return SubscriberOverview(person, profile, tuple(passphrases.open_key(operator, person, key) for key in keys))
