"""A keypool configured: connected, disconnected, put in order, or deleted, all of a call in one write."""

from vault.callers.model import Caller
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, FieldInvalid, Kind
from vault.kernel.message_keys import Message
from vault.kernel.messages import Text, Texts, text
from vault.kernel.values import value
from vault.kernel.vocabulary import wire
from vault.keypools import service as keypools
from vault.keypools.model import Location
from vault.keys import deletion
from vault.keys.remains import Doomed


class DeletionStandsAlone(DomainError):
    """A keypool to be deleted and changed in the same call."""

    code = ErrorCode.DELETION_STANDS_ALONE
    kind = Kind.INVALID


@value
class Wanted:
    """What is to be done to a keypool; what is absent stays as it is."""

    connect: Location | None = None
    disconnect: Location | None = None
    display_order: int | None = None
    is_deleted: bool = False


def configure(caller: Caller, doomed: Doomed, wanted: Wanted) -> Texts:
    """Do what is wanted, all or nothing, and say what was done.

    Raises DeletionStandsAlone, FieldInvalid for one venue connected and disconnected, KeypoolGlobal,
    KeypoolNotConnected; at the commit SsidTaken.
    """
    changes = wanted.connect, wanted.disconnect, wanted.display_order
    if wanted.is_deleted:
        if any(changes):
            raise DeletionStandsAlone
        return Texts((deleted(caller, doomed),))
    if wanted.connect and wanted.disconnect and wanted.connect.id == wanted.disconnect.id:
        raise FieldInvalid(field=wire("disconnect_venue_id"))
    said = [*moved(caller, doomed, wanted)]
    if wanted.display_order is not None:
        keypools.put_in_order(caller, doomed.keypool, wanted.display_order)
        said.append(text(Message.FIELD_SET, field=wire("display_order"), value=wanted.display_order))
    return Texts(tuple(said) or (text(Message.NOTHING_UPDATED),))


def moved(caller: Caller, doomed: Doomed, wanted: Wanted) -> list[Text]:
    """Connect and disconnect the keypool, and say so."""
    said = []
    if wanted.connect:
        is_new = keypools.connect(caller, doomed.keypool, wanted.connect)
        done = Message.KEYPOOL_CONNECTED if is_new else Message.KEYPOOL_CONNECTED_ALREADY
        said.append(text(done, keypool=doomed.id, venue=wanted.connect.id))
    if wanted.disconnect:
        keypools.disconnect(caller, doomed.keypool, wanted.disconnect)
        said.append(text(Message.KEYPOOL_DISCONNECTED, keypool=doomed.id, venue=wanted.disconnect.id))
    return said


def deleted(caller: Caller, doomed: Doomed) -> Text:
    """Delete the keypool for good, and say whether all of it is gone. Raises KeypoolGlobal."""
    is_done = deletion.delete(caller, doomed)
    return text(Message.KEYPOOL_DELETED if is_done else Message.KEYPOOL_BEING_DELETED, keypool=doomed.id)
