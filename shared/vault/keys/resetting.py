"""A key about to get another text, with every key that changes along with it (docs/adr/0013)."""

from vault.graph.connection import answer
from vault.kernel.time import epoch_ms, now
from vault.kernel.tokens import acceptable_key, is_key_text, key_text
from vault.kernel.values import value
from vault.keys import queries, texts
from vault.keys.issuing import Wish
from vault.keys.model import HeldKey, Key, KeyHolder, PasswordCollides, Policy
from vault.keys.service import names
from vault.operators.model import Operator


@value
class Change:
    """A new text; of the holder, the keys that get it are those that follow. The password may be one of them."""

    holder: KeyHolder
    text: str
    takes_password: bool

    @property
    def venue_ids(self) -> list[str]:
        """Where the keys hold that change."""
        return sorted({policy.venue_id for policy in self.policies()})

    @property
    def unit_ids(self) -> list[str]:
        """The units where the keys hold that change."""
        return sorted({policy.at for policy in self.policies() if policy.at != policy.venue_id})

    def policies(self) -> list[Policy]:
        """The policies of the keys that change, but those that are over."""
        every = (policy for key in self.holder.following for policy in key.policies)
        return [policy for policy in every if policy.ends_at is None or policy.ends_at >= epoch_ms(now())]


def planned(operator: Operator, held: HeldKey, wish: Wish) -> Change:
    """The text that was wished, for every key of the same text, and for the password where that was its text.

    Raises KeyTextInvalid; PasswordCollides for the text of another key of the same person.
    """
    holder = held.holder
    old, pending = texts.texts_of(operator, held.key)
    alike = [key for key in holder.keys if texts.texts_of(operator, key)[0] == old]
    takes_password = not all(key.custom for key in alike)
    changing = {key.id for key in (*alike, *(holder.following if takes_password else ()))}
    change = Change(holder.with_following(changing), text_for(wish, pending), takes_password)
    if wanted(operator, change) & psks(operator, tuple(key for key in holder.keys if key.id not in changing)):
        raise PasswordCollides
    return change


def text_for(wish: Wish, pending: str | None) -> str:
    """The text as it was wished: whole, else one that begins as wished. Raises KeyTextInvalid.

    One that a crash left pending is taken up, so that a retry, or the same wish made twice at once, means one text.
    """
    if wish.new_key is not None:
        return acceptable_key(wish.new_key)
    return pending if pending and is_key_text(pending, wish.user_part) else key_text(wish.user_part)


def refuse_taken(operator: Operator, change: Change) -> None:
    """Raise PasswordCollides if the new text is somebody else's where it is to hold; Unavailable."""
    strange = wanted(operator, change) - psks(operator, change.holder.named)
    if strange and answer(queries.taken(strange)):
        raise PasswordCollides


def wanted(operator: Operator, change: Change) -> set[str]:
    """The psk vertices that the new text needs."""
    return {texts.psk(operator, key.ssid, change.text) for key in change.holder.following}


def psks(operator: Operator, keys: tuple[Key, ...]) -> set[str]:
    """The psk vertices that keys have."""
    return {psk for psk, _ in names(operator, keys)}
