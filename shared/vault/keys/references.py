"""Lookups of keys, and of persons with their keys, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.keys import queries
from vault.keys.model import KeyHolder, KeyNotFound, KeyWithHolder
from vault.people.references import PERSON

KEY_HOLDER = Lookup(
    finders=PERSON.finders,
    view=queries.person_with_keys_and_bins,
    build=KeyHolder.from_row,
    not_found_error=PERSON.not_found_error,
)
"""A person with their keys and bins, for a change of password."""
KEY = Lookup(
    finders={"key_id": queries.by_id},
    view=queries.key_with_holder,
    build=KeyWithHolder.from_row,
    not_found_error=KeyNotFound,
)
KEY_TO_RESET = Lookup(
    finders={"current_key_id": queries.by_id},
    view=queries.key_with_holder_and_bins,
    build=KeyWithHolder.from_row,
    not_found_error=KeyNotFound,
)

KeyHolderRef = Annotated[KeyHolder, KEY_HOLDER]
KeyRef = Annotated[KeyWithHolder, KEY]
KeyToResetRef = Annotated[KeyWithHolder, KEY_TO_RESET]
