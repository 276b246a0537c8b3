"""How requests name a key, or a person whose keys a call is about."""

from typing import Annotated

from vault.callers.references import Kind, Reference
from vault.keys import queries
from vault.keys.model import HeldKey, KeyHolder, KeyNotFound
from vault.people.references import PERSON

KEY_HOLDER = Kind(find=PERSON.find, view=queries.holder, value=KeyHolder.of, missing=PERSON.missing)
"""A person with their keys, as a change of password needs them."""
KEY = Kind(find={"key_id": queries.by_id}, view=queries.held, value=HeldKey.of, missing=KeyNotFound)
KEY_TO_RESET = Kind(
    find={"current_key_id": queries.by_id}, view=queries.held_with_bins, value=HeldKey.of, missing=KeyNotFound
)

KeyRef = Annotated[HeldKey, Reference(KEY, by=("key_id",))]
KeyToResetRef = Annotated[HeldKey, Reference(KEY_TO_RESET, by=("current_key_id",))]
