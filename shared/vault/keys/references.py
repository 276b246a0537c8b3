"""How requests name a key, a person whose keys a call is about, or a keypool with its keys."""

from typing import Annotated

from vault.callers.references import Lookup, Reference
from vault.keypool_lifecycle import teardown
from vault.keypool_lifecycle.teardown import DeletableKeypool
from vault.keypools.references import KEYPOOL
from vault.keys import queries
from vault.keys.model import KeyHolder, KeyNotFound, KeyWithHolder
from vault.people.references import PERSON

KEY_HOLDER = Lookup(
    finders=PERSON.finders,
    view=queries.person_with_keys_and_bins,
    build=KeyHolder.from_row,
    not_found_error=PERSON.not_found_error,
)
"""A person with their keys, as a change of password needs them."""
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
DELETABLE_KEYPOOL = Lookup(
    finders=KEYPOOL.finders,
    view=teardown.deletable_keypool,
    build=DeletableKeypool.from_row,
    not_found_error=KEYPOOL.not_found_error,
)
CONFIGURABLE_KEYPOOL = Lookup(
    finders=KEYPOOL.finders,
    view=teardown.configurable_keypool,
    build=DeletableKeypool.from_row,
    not_found_error=KEYPOOL.not_found_error,
)

KeyRef = Annotated[KeyWithHolder, Reference(KEY, by=("key_id",))]
KeyToResetRef = Annotated[KeyWithHolder, Reference(KEY_TO_RESET, by=("current_key_id",))]
DeletableKeypoolRef = Annotated[DeletableKeypool, Reference(DELETABLE_KEYPOOL, by=("key_pool_id",))]
ConfigurableKeypoolRef = Annotated[DeletableKeypool, Reference(CONFIGURABLE_KEYPOOL, by=("key_pool_id",))]
