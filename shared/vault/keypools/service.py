"""Keypools added, connected and put in order.

A global one has no edge to a venue: being global it is shown at every one, present and future.
"""

import secrets

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.audit.outgoing import start
from vault.callers.model import Caller
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.queue_messages import DisconnectKeypool, IssueKeys
from vault.kernel.time import epoch_ms, now
from vault.kernel.tokens import READABLE
from vault.kernel.values import value
from vault.keypools import queries
from vault.keypools.model import (
    DISPLAY_ORDER,
    Controller,
    Keypool,
    KeypoolExists,
    KeypoolLimitReached,
    KeypoolNotConnected,
    Location,
    Mechanism,
    Network,
    Place,
    Scope,
    ScopeNeeded,
    SsidTaken,
    ssid_of,
)

LOCAL_LENGTH = 8


@value
class Wanted:
    """A keypool as it is asked for."""

    ssid: str
    scope: Scope | None = None
    place: Place | None = None
    controller: Controller | None = None
    controller_pool: str | None = None


@value
class Added:
    """A keypool that was added, and at how many venues it is shown."""

    id: str
    ssid: str
    venue_count: int
    is_cut: bool


def add(caller: Caller, network: Network, wanted: Wanted) -> Added:
    """A new keypool of the operator; whoever lives where it is shown gets keys in the background.

    Raises SsidNotAllowed, SsidTaken, ScopeNeeded, KeypoolExists, KeypoolLimitReached.
    """
    if wanted.controller and not wanted.scope:
        raise ScopeNeeded
    ssid = ssid_of(wanted.ssid)
    scope = Scope.LOCAL if wanted.place else wanted.scope or Scope.GLOBAL
    keypool_id = ids.keypool_id(network.id, ssid, Scope.GLOBAL if scope is Scope.GLOBAL else local_name())
    added_at = epoch_ms(now())
    properties = {
        Prop.SSID: ssid,
        Prop.SCOPE: str(scope),
        Prop.AUTHENTICATION: str(Mechanism.WPA3 if wanted.controller else Mechanism.WPA2),
        Prop.DISPLAY_ORDER: DISPLAY_ORDER,
        Prop.CONTROLLER: wanted.controller and wanted.controller.id,
        Prop.CONTROLLER_POOL: wanted.controller_pool or None,
        Prop.ADDED_AT: added_at,
    }
    if scope is Scope.GLOBAL:
        caller.tx.claim(keypool_id, KeypoolExists())
    caller.tx.guard(queries.room_for_another(network.id), KeypoolLimitReached())
    caller.tx.change(*queries.add(network.id, keypool_id, **properties), queries.touch(network.id, added_at))
    if wanted.place:
        if wanted.place.ssid_taken:
            raise SsidTaken
        attach(caller, keypool_id, ssid, wanted.place.id, added_at)
    venue_id = wanted.place.id if wanted.place else None
    audit.record(caller, AuditEvent.KEYPOOL_ADDED, venue_id=venue_id, keypool=keypool_id, ssid=ssid, scope=scope)
    if wanted.place or scope is Scope.GLOBAL:
        start(caller, IssueKeys(operator=caller.operator.id, keypool=keypool_id))
    venue_count = network.venue_count if scope is Scope.GLOBAL else int(wanted.place is not None)
    return Added(keypool_id, ssid, venue_count, is_cut=ssid != wanted.ssid)


def attach(caller: Caller, keypool_id: str, ssid: str, venue_id: str, changed_at: int) -> None:
    """Show the keypool at a venue. Raises SsidTaken at the commit."""
    caller.tx.guard(queries.unlike_others(venue_id, ssid, keypool_id), SsidTaken())
    caller.tx.change(queries.show(keypool_id, venue_id), queries.touch(venue_id, changed_at))


def connect(caller: Caller, keypool: Keypool, location: Location) -> bool:
    """Show a local keypool at a venue too; who lives there gets keys in the background. False where it is shown.

    Raises KeypoolGlobal; at the commit SsidTaken.
    """
    if location.id in keypool.local().places:
        return False
    caller.tx.guard(queries.in_use(keypool.id))
    attach(caller, keypool.id, keypool.ssid, location.id, epoch_ms(now()))
    audit.record(caller, AuditEvent.KEYPOOL_CONNECTED, venue_id=location.id, keypool=keypool.id, ssid=keypool.ssid)
    start(caller, IssueKeys(operator=caller.operator.id, keypool=keypool.id))
    return True


def disconnect(caller: Caller, keypool: Keypool, location: Location) -> None:
    """Show a local keypool at a venue no longer; what its keys opened there ends in the background.

    Raises KeypoolGlobal, KeypoolNotConnected.
    """
    if location.id not in keypool.local().places:
        raise KeypoolNotConnected
    shown = queries.shown_itself(keypool.id, location.id)
    caller.tx.guard(shown)
    caller.tx.change(shown.clone().drop(), queries.touch(location.id, epoch_ms(now())))
    audit.record(caller, AuditEvent.KEYPOOL_DISCONNECTED, venue_id=location.id, keypool=keypool.id, ssid=keypool.ssid)
    message = DisconnectKeypool(operator=caller.operator.id, keypool=keypool.id, venue=location.id)
    start(caller, message)


def put_in_order(caller: Caller, keypool: Keypool, display_order: int) -> None:
    """The keypool's place in lists, from 1 to 100; the lower ones come first."""
    caller.tx.guard(queries.in_use(keypool.id))
    caller.tx.change(with_properties(__.V(keypool.id), **{Prop.DISPLAY_ORDER: display_order}))
    audit.record(caller, AuditEvent.KEYPOOL_UPDATED, keypool=keypool.id, display_order=display_order)


def local_name() -> str:
    """The end of a local keypool's id: 8 random characters; where they are taken, the call starts again."""
    return "".join(secrets.choice(READABLE) for _ in range(LOCAL_LENGTH))
