"""Lookups of keypools with what hangs from them, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup, Reference
from vault.keypool_lifecycle import teardown
from vault.keypool_lifecycle.teardown import DeletableKeypool
from vault.keypools.references import KEYPOOL

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

DeletableKeypoolRef = Annotated[DeletableKeypool, Reference(DELETABLE_KEYPOOL, by=("key_pool_id",))]
ConfigurableKeypoolRef = Annotated[DeletableKeypool, Reference(CONFIGURABLE_KEYPOOL, by=("key_pool_id",))]
