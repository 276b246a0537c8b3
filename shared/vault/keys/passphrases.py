"""Sealing of passphrases and PMKs, and the psk vertex that stands for a passphrase under an SSID."""

from vault.graph.schema import Prop
from vault.kernel import ids
from vault.kernel.sealing import blind_index, seal, unseal
from vault.kernel.statuses import IN_SERVICE
from vault.kernel.time import epoch_ms, now
from vault.keys.model import Key, OpenedKey, SealedKey
from vault.operators.model import Keyring, Operator
from vault.operators.service import get_keyring
from vault.people.model import Subscriber
from vault.wifi.pmk import derive_pmk

PMK_USE = "pmk"
"""PMKs are opened by the thousand, when a keypool is searched."""


def seal_passphrase(keys: Keyring, key_id: str, passphrase: str, ssid: str) -> SealedKey:
    """Seal a passphrase and its PMK, derived here (about 2 ms of CPU). Raises PassphraseInvalid."""
    return SealedKey(
        passphrase=seal(keys.data_key, passphrase.encode(), associated_data(key_id, Prop.PASSPHRASE)),
        pmk=seal(keys.data_key, derive_pmk(passphrase, ssid), associated_data(key_id, Prop.PMK), PMK_USE),
    )


def passphrase_of(keys: Keyring, key_id: str, sealed_key: SealedKey) -> str:
    return unseal_passphrase(keys, key_id, sealed_key.passphrase)


def unseal_passphrase(keys: Keyring, key_id: str, sealed_passphrase: str) -> str:
    """A key's passphrase in clear. Raises SealBroken."""
    return unseal(keys.data_key, sealed_passphrase, associated_data(key_id, Prop.PASSPHRASE)).decode()


def open_key(operator: Operator, holder: Subscriber, key: Key) -> OpenedKey:
    """A key with its passphrase in clear; it is inactive unless its holder is in service."""
    is_active = holder.status == IN_SERVICE and key.holds(epoch_ms(now()))
    return OpenedKey(key, passphrase_of(get_keyring(operator), key.id, key.sealed), is_active)


def associated_data(key_id: str, prop: str) -> str:
    return f"{key_id}/{prop}"


def psk_vertex_id(operator: Operator, ssid: str, passphrase: str) -> str:
    """The id of the psk vertex: a blind index that reveals neither SSID nor passphrase."""
    return ids.psk_id(
        operator.id, blind_index(get_keyring(operator).index_key, "psk", f"{len(ssid)}:{ssid}{passphrase}")
    )


def passphrases_of(operator: Operator, key: Key) -> tuple[str, str | None]:
    """A key's current passphrase and its pending one, in clear."""
    keys = get_keyring(operator)
    return passphrase_of(keys, key.id, key.sealed), passphrase_of(keys, key.id, key.pending) if key.pending else None
