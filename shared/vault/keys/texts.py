"""A key's text and PMK under seal, and the one name that a text has under an SSID."""

from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.sealing import blind_index, seal, unseal
from vault.kernel.time import epoch_ms, now
from vault.keys.model import Key, OpenKey, Sealed
from vault.operators.model import Keyring, Operator
from vault.operators.service import keyring
from vault.people.model import IN_SERVICE, Subscriber
from vault.wifi.pmk import pmk


def sealed(keys: Keyring, key_id: str, text: str, ssid: str) -> Sealed:
    """A text and its PMK, computed here once and for all: about 2 ms of processor time. Raises PassphraseInvalid."""
    return Sealed(
        text=seal(keys.data_key, text.encode(), bound(key_id, Prop.TEXT)),
        pmk=seal(keys.data_key, pmk(text, ssid), bound(key_id, Prop.PMK)),
    )


def text_of(keys: Keyring, key_id: str, kept: Sealed) -> str:
    """The text in clear."""
    return unsealed(keys, key_id, kept.text)


def unsealed(keys: Keyring, key_id: str, sealed_text: str) -> str:
    """A key's sealed text in clear. Raises SealBroken."""
    return unseal(keys.data_key, sealed_text, bound(key_id, Prop.TEXT)).decode()


def opened(operator: Operator, holder: Subscriber, key: Key) -> OpenKey:
    """A key with its text in clear; it opens nothing unless its holder is in service."""
    is_active = holder.status == IN_SERVICE and key.holds(epoch_ms(now()))
    return OpenKey(key, text_of(keyring(operator), key.id, key.sealed), is_active)


def bound(key_id: str, prop: str) -> str:
    """What a sealed property of a key is bound to."""
    return f"{key_id}/{prop}"


def psk(operator: Operator, ssid: str, text: str) -> str:
    """The id of the vertex that stands for a text under an SSID of the operator, telling neither."""
    return ids.psk_id(operator.id, blind_index(keyring(operator).index_key, "psk", f"{len(ssid)}:{ssid}{text}"))


def texts_of(operator: Operator, key: Key) -> tuple[str, str | None]:
    """A key's text in clear, and the one that it is about to get."""
    keys = keyring(operator)
    return text_of(keys, key.id, key.sealed), text_of(keys, key.id, key.pending) if key.pending else None
