"""Lookups of keypools with what hangs from them, named in requests."""

from typing import Annotated

from vault.callers.references import Lookup
from vault.keypool_lifecycle import teardown
from vault.keypool_lifecycle.teardown import DeletableKeypool
from vault.keypools import queries as keypools
from vault.keypools.model import KeypoolNotFound

DELETABLE_KEYPOOL = Lookup(
    finders={"key_pool_id": keypools.by_id},
    view=teardown.deletable_keypool,
    build=DeletableKeypool.from_row,
    not_found_error=KeypoolNotFound,
)
CONFIGURABLE_KEYPOOL = Lookup(
    finders=DELETABLE_KEYPOOL.finders,
    view=teardown.configurable_keypool,
    wants=teardown.ConfigureKeypoolRequest,
    build=DeletableKeypool.from_row,
    not_found_error=KeypoolNotFound,
)

DeletableKeypoolRef = Annotated[DeletableKeypool, DELETABLE_KEYPOOL]
ConfigurableKeypoolRef = Annotated[DeletableKeypool, CONFIGURABLE_KEYPOOL]
