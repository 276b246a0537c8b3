"""How requests name a key, a person whose keys a call is about, or a keypool with its keys."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.keypools.references import KEYPOOL
from vault.keys import queries, remains
from vault.keys.model import HeldKey, KeyHolder, KeyNotFound
from vault.keys.remains import Doomed
from vault.people.references import PERSON

KEY_HOLDER = Kind(find=PERSON.find, view=queries.holder, value=KeyHolder.of, missing=PERSON.missing)
"""A person with their keys, as a change of password needs them."""
KEY = Kind(find={"key_id": queries.by_id}, view=queries.held, value=HeldKey.of, missing=KeyNotFound)
KEY_TO_RESET = Kind(
    find={"current_key_id": queries.by_id}, view=queries.held_with_bins, value=HeldKey.of, missing=KeyNotFound
)
DOOMED = Kind(find=KEYPOOL.find, view=remains.doomed, value=Doomed.of, missing=KEYPOOL.missing)
CONFIGURED = Kind(find=KEYPOOL.find, view=remains.configured, value=Doomed.of, missing=KEYPOOL.missing)

KeyRef = Annotated[HeldKey, Reference(KEY, by=("key_id",))]
KeyToResetRef = Annotated[HeldKey, Reference(KEY_TO_RESET, by=("current_key_id",))]
DoomedRef = Annotated[Doomed, Reference(DOOMED, by=("key_pool_id",))]
ConfiguredRef = Annotated[Doomed, Reference(CONFIGURED, by=("key_pool_id",))]
