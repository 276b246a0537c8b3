"""An operator's secrets, and operators found before the caller is known."""

import functools
import time
from collections.abc import Callable
from typing import TypeVar

from vault.adapters import cognito, kms
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import Steps
from vault.kernel import regions
from vault.kernel.sealing import DataKey, SealBroken, unseal
from vault.operators import queries
from vault.operators.model import Keyring, Operator, OperatorNotFound

CACHE_SECONDS = 300
MAX_CACHED = 768
Opened = TypeVar("Opened")
FINDERS: dict[str, Callable[[str], Steps]] = {
    "id": queries.by_id,
    "origin": queries.by_origin,
    "radius_server": queries.by_radius_server,
}
_cache: dict[tuple[str, str], tuple[float, Operator]] = {}


def get_keyring(operator: Operator) -> Keyring:
    """Return the keys, unwrapped by KMS once in a process. Raises SealBroken, Unavailable."""
    return _open(operator, _open_keyring)


def get_user_pool(operator: Operator) -> cognito.Pool:
    """Raises SealBroken, Unavailable."""
    return _open(operator, _open_user_pool)


def _open(operator: Operator, opener: Callable[[Operator], Opened]) -> Opened:
    """Open an operator's secrets; one whose secrets do not open may be a wrong reading in the cache, and is reread."""
    try:
        return opener(operator)
    except SealBroken:
        rows = execute(queries.with_id(operator.id).element_map())
        if not rows:
            raise
    found = Operator.from_row(rows[0])
    opened = opener(found)
    store_in_cache(found)
    return opened


def _open_keyring(operator: Operator) -> Keyring:
    data_key = unwrap_data_key(operator.id, operator.data_key_wrapped)
    return Keyring(data_key, _unseal_index_key(data_key, operator.index_key_sealed, operator.id))


def unwrap_data_key(operator_id: str, wrapped: str) -> DataKey:
    """The data key in its generations. Raises SealBroken, Unavailable."""
    return DataKey(tuple(kms.decrypt_data_key(generation, operator_id) for generation in wrapped.split()))


@functools.lru_cache(maxsize=256)
def _unseal_index_key(data_key: DataKey, sealed: str, operator_id: str) -> bytes:
    return unseal(data_key, sealed, associated_data(operator_id, Prop.INDEX_KEY))


def _open_user_pool(operator: Operator) -> cognito.Pool:
    secret = unseal(
        _open_keyring(operator).data_key,
        operator.client_secret_sealed,
        associated_data(operator.id, Prop.CLIENT_SECRET),
    )
    return cognito.Pool(operator.user_pool_id, operator.client_id, secret.decode())


def associated_data(operator_id: str, prop: str) -> str:
    return f"{operator_id}/{prop}"


def get_operator(by: str, value: str) -> Operator:
    """Find via FINDERS, cached for minutes: only for its keys. Raises OperatorNotFound, Unavailable."""
    return recall(by, value) or _read_operator(by, value)


def recall(by: str, value: str) -> Operator | None:
    """The operator as it was read in the last minutes, by a finder or by its issuer."""
    until, operator = _cache.get((by, value), (0.0, None))
    return operator if time.monotonic() < until else None


def _read_operator(by: str, value: str) -> Operator:
    steps = FINDERS[by](value).element_map()
    # One that has just begun is not at every replica yet.
    rows = execute(steps, "READER") or (execute(steps) if regions.mode().has_replicas else [])
    if not rows:
        raise OperatorNotFound.for_console(value) if by == "origin" else OperatorNotFound
    found = Operator.from_row(rows[0])
    store_in_cache(found, (by, value))
    return found


def clear_cache() -> None:
    """Forget every operator, so that each is read again."""
    _cache.clear()


def store_in_cache(operator: Operator, *also: tuple[str, str]) -> None:
    until = time.monotonic() + CACHE_SECONDS
    if len(_cache) > MAX_CACHED:
        _cache.clear()
    for by, value in (("id", operator.id), ("issuer", operator.issuer), ("origin", operator.console_origin), *also):
        _cache[by, value] = (until, operator)
