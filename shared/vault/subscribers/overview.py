"""What a person sees of themself: profile, and the keys with the places where they hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from vault.audit import entries as audit
from vault.callers.model import Caller
from vault.graph.connection import Conflict, answer
from vault.kernel import ids
from vault.kernel.time import epoch_ms, now
from vault.keys import texts
from vault.keys.model import Key
from vault.operators.service import keyring
from vault.people import service as people
from vault.people.model import IN_SERVICE, Profile, Subscriber
from vault.subscribers import queries
from vault.subscribers.model import Resident
from vault.venues.model import Venue


@dataclass(frozen=True)
class OpenKey:
    """A key with its text in clear, and whether it opens anything now."""

    key: Key
    text: str
    is_active: bool


@dataclass(frozen=True)
class Overview:
    """A person with profile and keys."""

    subscriber: Subscriber
    profile: Profile
    keys: tuple[OpenKey, ...]

    @property
    def active_count(self) -> int:
        """How many of the keys open anything now."""
        return sum(each.is_active for each in self.keys)

    def pools(self) -> Mapping[str, list[OpenKey]]:
        """The keys by KeyPoolID."""
        pools: dict[str, list[OpenKey]] = {}
        for each in self.keys:
            pools.setdefault(each.key.keypool_id, []).append(each)
        return pools


def of_caller(caller: Caller, venue: Venue | None) -> Overview:
    """The caller's own keys, or those that hold at a venue. Raises Conflict, Unavailable."""
    rows = answer(queries.residents([ids.subscriber_id(caller.token)]))
    if not rows:
        raise Conflict  # erased since the call was resolved: its repetition will say so
    holder = Resident.of(rows[0]).holder
    profile = people.one(caller.operator, caller.token)
    keys = [key for key in holder.keys if venue is None or any(each.venue_id == venue.id for each in key.policies)]
    audit.record(caller, "Keys read", venue_id=venue.id if venue else None, subscriber=caller.token)
    return Overview(holder.subscriber, profile, tuple(opened(caller, holder.subscriber, key) for key in keys))


def opened(caller: Caller, subscriber: Subscriber, key: Key) -> OpenKey:
    """A key with its text in clear; it opens nothing unless its holder is in service."""
    is_active = subscriber.status == IN_SERVICE and key.holds(epoch_ms(now()))
    return OpenKey(key, texts.text_of(keyring(caller.operator), key.id, key.sealed), is_active)
