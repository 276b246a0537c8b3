"""An operator's secrets, and operators found before anything else is known of a call."""

import functools
import time
from collections.abc import Callable

from vault.adapters import cognito, kms
from vault.graph.connection import answer
from vault.graph.schema import Prop
from vault.graph.steps import Steps
from vault.kernel import regions
from vault.kernel.sealing import unseal
from vault.operators import queries
from vault.operators.model import Keyring, Operator, OperatorNotFound

REMEMBERED_SECONDS = 300
MOST_REMEMBERED = 768
FINDERS: dict[str, Callable[[str], Steps]] = {
    "id": queries.by_id,
    "issuer": queries.by_issuer,
    "origin": queries.by_origin,
    "radius_server": queries.by_radius_server,
}
_remembered: dict[tuple[str, str], tuple[float, Operator]] = {}


def keyring(operator: Operator) -> Keyring:
    """The operator's keys, unwrapped by KMS once in the life of the process. Raises Unavailable."""
    data_key = kms.decrypt_data_key(operator.data_key_wrapped, operator.id)
    return Keyring(data_key, index_key(data_key, operator.index_key_sealed, operator.id))


@functools.lru_cache(maxsize=256)
def index_key(data_key: bytes, sealed: str, operator_id: str) -> bytes:
    """The key of an operator's blind indexes. Raises SealBroken."""
    return unseal(data_key, sealed, bound(operator_id, Prop.INDEX_KEY))


def pool(operator: Operator) -> cognito.Pool:
    """The operator's user pool, with its client's secret. Raises Unavailable."""
    secret = unseal(keyring(operator).data_key, operator.client_secret_sealed, bound(operator.id, Prop.CLIENT_SECRET))
    return cognito.Pool(operator.user_pool_id, operator.client_id, secret.decode())


def bound(operator_id: str, prop: str) -> str:
    """What a sealed property of an operator is bound to."""
    return f"{operator_id}/{prop}"


def tenant(by: str, value: str) -> Operator:
    """The operator by id, issuer, origin or RADIUS server, remembered for minutes: for its keys, never for its rights.

    Raises OperatorNotFound, Unavailable.
    """
    until, operator = _remembered.get((by, value), (0.0, None))
    if operator and time.monotonic() < until:
        return operator
    steps = FINDERS[by](value).element_map()
    # One that has just begun is not at every replica yet.
    rows = answer(steps, "READER") or (answer(steps) if regions.mode().has_replicas else [])
    if not rows:
        raise OperatorNotFound
    found = Operator.of(rows[0])
    remember(found, (by, value))
    return found


def remember(operator: Operator, *also: tuple[str, str]) -> None:
    """Know an operator for some more minutes, now that it was read anew; `also` by other names."""
    until = time.monotonic() + REMEMBERED_SECONDS
    if len(_remembered) > MOST_REMEMBERED:
        _remembered.clear()
    for by, value in (("id", operator.id), ("issuer", operator.issuer), ("origin", operator.console_origin), *also):
        _remembered[by, value] = (until, operator)
