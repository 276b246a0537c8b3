"""Configuring a keypool: connect, disconnect, order or delete it, in one write."""

from vault.callers.model import CallContext
from vault.devices.model import sessions_continue
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldInvalid, Kind
from vault.kernel.message_keys import Message
from vault.kernel.messages import JoinedTexts, Text, text
from vault.kernel.values import value
from vault.kernel.vocabulary import wire_name
from vault.keypool_lifecycle import deletion
from vault.keypool_lifecycle.teardown import DeletableKeypool
from vault.keypools import service as keypools
from vault.keypools.model import VenueToConnect


class DeletionStandsAlone(DomainError):
    """A keypool cannot be deleted and changed in the same request."""

    code = ErrorCode.DELETION_STANDS_ALONE
    kind = Kind.INVALID


@value
class KeypoolChanges:
    connect: VenueToConnect | None = None
    disconnect: VenueToConnect | None = None
    display_order: int | None = None
    is_deleted: bool = False


def configure(ctx: CallContext, deletable: DeletableKeypool, changes: KeypoolChanges) -> JoinedTexts:
    """Apply all changes or none, and return the messages about them.

    Raises DeletionStandsAlone, FieldInvalid (same venue twice), KeypoolGlobal, KeypoolNotConnected, SsidTaken (commit).
    """
    requested = changes.connect, changes.disconnect, changes.display_order
    if changes.is_deleted:
        if any(requested):
            raise DeletionStandsAlone
        return JoinedTexts((delete_for_good(ctx, deletable),))
    if changes.connect and changes.disconnect and changes.connect.id == changes.disconnect.id:
        raise FieldInvalid(field=wire_name("disconnect_venue_id"))
    messages = [*_move_between_venues(ctx, deletable, changes)]
    if changes.display_order is not None:
        keypools.set_display_order(ctx, deletable.keypool, changes.display_order)
        messages.append(text(Message.FIELD_SET, field=wire_name("display_order"), value=changes.display_order))
    if changes.disconnect:
        messages.append(sessions_continue())
    return JoinedTexts(tuple(messages) or (text(Message.NOTHING_UPDATED),))


def _move_between_venues(ctx: CallContext, deletable: DeletableKeypool, changes: KeypoolChanges) -> list[Text]:
    messages = []
    if changes.connect:
        is_new = keypools.connect(ctx, deletable.keypool, changes.connect)
        message_key = Message.KEYPOOL_CONNECTED if is_new else Message.KEYPOOL_CONNECTED_ALREADY
        messages.append(text(message_key, keypool=deletable.id, venue=changes.connect.id))
    if changes.disconnect:
        keypools.disconnect(ctx, deletable.keypool, changes.disconnect)
        messages.append(text(Message.KEYPOOL_DISCONNECTED, keypool=deletable.id, venue=changes.disconnect.id))
    return messages


def delete_for_good(ctx: CallContext, deletable: DeletableKeypool) -> Text:
    """Delete the keypool; the message says whether deletion goes on in the background. Raises KeypoolGlobal."""
    is_done = deletion.delete(ctx, deletable)
    return text(Message.KEYPOOL_DELETED if is_done else Message.KEYPOOL_BEING_DELETED, keypool=deletable.id)
