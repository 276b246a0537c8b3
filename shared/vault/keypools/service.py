"""Adding and connecting keypools; a global one has no edge to a venue and is broadcast at all of them."""

import secrets

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import CallContext
from vault.graph.schema import Prop
from vault.graph.steps import __, with_properties
from vault.kernel import ids
from vault.kernel.generated_secrets import READABLE_CHARACTERS
from vault.kernel.queue_messages import DisconnectKeypool, IssueKeys
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keypools import queries
from vault.keypools.model import (
    DEFAULT_DISPLAY_ORDER,
    Controller,
    Keypool,
    KeypoolExists,
    KeypoolLimitReached,
    KeypoolNotConnected,
    KeypoolScope,
    Mechanism,
    OperatorForKeypool,
    ScopeNeeded,
    SsidTaken,
    VenueForKeypool,
    VenueToConnect,
    truncate_ssid,
)
from vault.outbox.messages import queue_job

LOCAL_SUFFIX_LENGTH = 8


@value
class NewKeypool:
    ssid: str
    scope: KeypoolScope | None = None
    venue: VenueForKeypool | None = None
    controller: Controller | None = None
    controller_pool: str | None = None


@value
class AddedKeypool:
    id: str
    ssid: str
    venue_count: int
    is_truncated: bool


def add(ctx: CallContext, operator: OperatorForKeypool, new: NewKeypool) -> AddedKeypool:
    """Add a keypool; residents where it is broadcast get keys in the background.

    Raises ScopeNeeded, SsidNotAllowed, SsidTaken, KeypoolExists, KeypoolLimitReached.
    """
    if new.controller and not new.scope:
        raise ScopeNeeded
    ssid = truncate_ssid(new.ssid)
    scope = KeypoolScope.LOCAL if new.venue else new.scope or KeypoolScope.GLOBAL
    keypool_id = ids.keypool_id(
        operator.id, ssid, KeypoolScope.GLOBAL if scope is KeypoolScope.GLOBAL else _generate_local_suffix()
    )
    added_at = epoch_ms(now())
    properties = {
        Prop.SSID: ssid,
        Prop.SCOPE: str(scope),
        Prop.AUTHENTICATION: str(Mechanism.WPA3 if new.controller else Mechanism.WPA2),
        Prop.DISPLAY_ORDER: DEFAULT_DISPLAY_ORDER,
        Prop.CONTROLLER: new.controller and new.controller.id,
        Prop.CONTROLLER_POOL: new.controller_pool or None,
        Prop.ADDED_AT: added_at,
    }
    if scope is KeypoolScope.GLOBAL:
        ctx.tx.claim(keypool_id, KeypoolExists())
    ctx.tx.guard(queries.below_keypool_limit(operator.id), KeypoolLimitReached())
    ctx.tx.change(*queries.add(operator.id, keypool_id, **properties), queries.touch(operator.id, added_at))
    if new.venue:
        if new.venue.ssid_taken:
            raise SsidTaken
        _attach(ctx, keypool_id, ssid, new.venue.id, added_at)
    venue_id = new.venue.id if new.venue else None
    audit.record(ctx, AuditEvent.KEYPOOL_ADDED, venue_id=venue_id, keypool=keypool_id, ssid=ssid, scope=scope)
    if new.venue or scope is KeypoolScope.GLOBAL:
        queue_job(ctx, IssueKeys(operator=ctx.operator.id, keypool=keypool_id))
    venue_count = operator.venue_count if scope is KeypoolScope.GLOBAL else int(new.venue is not None)
    return AddedKeypool(keypool_id, ssid, venue_count, is_truncated=ssid != new.ssid)


def _attach(ctx: CallContext, keypool_id: str, ssid: str, venue_id: str, changed_at: int) -> None:
    """Attach the keypool to a venue. The commit raises SsidTaken."""
    ctx.tx.guard(queries.no_other_with_ssid(venue_id, ssid, keypool_id), SsidTaken())
    ctx.tx.change(queries.add_attachment(keypool_id, venue_id), queries.touch(venue_id, changed_at))


def connect(ctx: CallContext, keypool: Keypool, venue: VenueToConnect) -> bool:
    """Attach a local keypool to a venue; False if it already is. Raises KeypoolGlobal, at the commit SsidTaken."""
    if venue.id in keypool.require_local().attached_ids:
        return False
    ctx.tx.guard(queries.in_use(keypool.id))
    _attach(ctx, keypool.id, keypool.ssid, venue.id, epoch_ms(now()))
    audit.record(ctx, AuditEvent.KEYPOOL_CONNECTED, venue_id=venue.id, keypool=keypool.id, ssid=keypool.ssid)
    queue_job(ctx, IssueKeys(operator=ctx.operator.id, keypool=keypool.id))
    return True


def show_at_unit(ctx: CallContext, keypool_id: str, ssid: str, unit_id: str, venue_id: str) -> None:
    """Attach a local keypool to a unit; its residents get keys in the background. The commit raises SsidTaken."""
    ctx.tx.guard(queries.in_use(keypool_id))
    ctx.tx.guard(queries.no_other_with_ssid(venue_id, ssid, keypool_id), SsidTaken())
    ctx.tx.change(queries.add_attachment(keypool_id, unit_id), queries.touch(venue_id, epoch_ms(now())))
    audit.record(ctx, AuditEvent.KEYPOOL_CONNECTED, venue_id=venue_id, unit_id=unit_id, keypool=keypool_id, ssid=ssid)
    queue_job(ctx, IssueKeys(operator=ctx.operator.id, keypool=keypool_id))


def disconnect(ctx: CallContext, keypool: Keypool, venue: VenueToConnect) -> None:
    """Detach a local keypool; its policies there end in the background. Raises KeypoolGlobal, KeypoolNotConnected."""
    if venue.id not in keypool.require_local().attached_ids:
        raise KeypoolNotConnected
    attachment = queries.attachment(keypool.id, venue.id)
    ctx.tx.guard(attachment)
    ctx.tx.change(attachment.clone().drop(), queries.touch(venue.id, epoch_ms(now())))
    audit.record(ctx, AuditEvent.KEYPOOL_DISCONNECTED, venue_id=venue.id, keypool=keypool.id, ssid=keypool.ssid)
    message = DisconnectKeypool(operator=ctx.operator.id, keypool=keypool.id, venue=venue.id)
    queue_job(ctx, message)


def set_display_order(ctx: CallContext, keypool: Keypool, display_order: int) -> None:
    """Set the keypool's position in lists, from 1 (first) to 100."""
    ctx.tx.guard(queries.in_use(keypool.id))
    ctx.tx.change(with_properties(__.V(keypool.id), **{Prop.DISPLAY_ORDER: display_order}))
    audit.record(ctx, AuditEvent.KEYPOOL_UPDATED, keypool=keypool.id, display_order=display_order)


def _generate_local_suffix() -> str:
    return "".join(secrets.choice(READABLE_CHARACTERS) for _ in range(LOCAL_SUFFIX_LENGTH))
