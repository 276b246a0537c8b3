"""A change of passphrase, with every key that it affects (docs/adr/0013)."""

from vault.graph.connection import execute
from vault.kernel.generated_secrets import generate_passphrase, is_generated_passphrase, validate_passphrase
from vault.kernel.time import epoch_ms, now
from vault.kernel.values import value
from vault.keys import passphrases, queries
from vault.keys.issuance import PassphraseChoice
from vault.keys.model import Key, KeyHolder, KeyWithHolder, PasswordCollides, Policy
from vault.keys.service import psk_names
from vault.operators.model import Operator


@value
class PassphraseChange:
    """A new passphrase; the holder's password keys are the keys that get it."""

    holder: KeyHolder
    passphrase: str
    changes_password: bool

    @property
    def venue_ids(self) -> list[str]:
        return sorted({policy.venue_id for policy in self.policies()})

    @property
    def unit_ids(self) -> list[str]:
        return sorted({policy.at for policy in self.policies() if policy.at != policy.venue_id})

    def policies(self) -> list[Policy]:
        every = (policy for key in self.holder.password_keys for policy in key.policies)
        return [policy for policy in every if policy.ends_at is None or policy.ends_at >= epoch_ms(now())]


def plan_change(operator: Operator, target: KeyWithHolder, choice: PassphraseChoice) -> PassphraseChange:
    """Plan a new passphrase for all keys that share the old one, and for the password if it was the same.

    Raises KeyTextInvalid; PasswordCollides for the passphrase of another key of the same person.
    """
    holder = target.holder
    old, pending = passphrases.passphrases_of(operator, target.key)
    same_passphrase = [key for key in holder.keys if passphrases.passphrases_of(operator, key)[0] == old]
    takes_password = not all(key.custom for key in same_passphrase)
    changing = {key.id for key in (*same_passphrase, *(holder.password_keys if takes_password else ()))}
    change = PassphraseChange(holder.with_password_keys(changing), _passphrase_for(choice, pending), takes_password)
    if _needed_psks(operator, change) & _current_psks(
        operator, tuple(key for key in holder.keys if key.id not in changing)
    ):
        raise PasswordCollides
    return change


def _passphrase_for(choice: PassphraseChoice, pending: str | None) -> str:
    """The chosen passphrase, or a matching one that a crash left pending. Raises KeyTextInvalid."""
    if choice.new_key is not None:
        return validate_passphrase(choice.new_key)
    return (
        pending
        if pending and is_generated_passphrase(pending, choice.user_part)
        else generate_passphrase(choice.user_part)
    )


def refuse_taken_passphrase(operator: Operator, change: PassphraseChange) -> None:
    """Raise PasswordCollides if somebody else has the passphrase under one of the SSIDs; Unavailable."""
    foreign = _needed_psks(operator, change) - _current_psks(operator, change.holder.all_keys)
    if foreign and execute(queries.existing_psks(foreign)):
        raise PasswordCollides


def _needed_psks(operator: Operator, change: PassphraseChange) -> set[str]:
    return {passphrases.psk_vertex_id(operator, key.ssid, change.passphrase) for key in change.holder.password_keys}


def _current_psks(operator: Operator, keys: tuple[Key, ...]) -> set[str]:
    return {psk for psk, _ in psk_names(operator, keys)}
