"""Lookups of keys, with the persons who hold them, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.keys import queries
from vault.keys.model import KeyNotFound, KeyWithHolder

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

KeyRef = Annotated[KeyWithHolder, KEY]
KeyToResetRef = Annotated[KeyWithHolder, KEY_TO_RESET]
