"""The token issuers of operators: whose they are, and the public keys that verify their tokens (docs/adr/0035)."""

import json
import logging
import threading
import time
from collections.abc import Mapping

from vault.adapters import jwks
from vault.adapters.systems import JWKS
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, single
from vault.kernel.errors import Unavailable
from vault.kernel.json_types import JsonObject
from vault.operators import queries
from vault.operators import service as tenants
from vault.operators.model import Operator

REREAD_SECONDS = 60
MAX_UNKNOWN = 256
log = logging.getLogger("vault.operators")
_read_at: dict[str, float] = {}
_unknown_since: dict[str, float] = {}
_fetched: dict[str, tuple[float, Mapping[str, JsonObject] | None]] = {}
_lock = threading.Lock()


def recall_operator(issuer: str) -> Operator | None:
    """The operator whose issuer this is, from memory or by one point read. Raises Unavailable.

    That nobody has this issuer is remembered for a minute.
    """
    operator = tenants.recall("issuer", issuer)
    return operator if operator or _is_recent(_unknown_since, issuer) else _read_operator(issuer)


def reread_operator(issuer: str) -> Operator | None:
    """Read the operator again where what is remembered refuses a token; None within a minute of the last reading."""
    return None if _is_recent(_read_at, issuer) else _read_operator(issuer)


def _is_recent(moments: Mapping[str, float], issuer: str) -> bool:
    return time.monotonic() - moments.get(issuer, -REREAD_SECONDS) < REREAD_SECONDS


def _read_operator(issuer: str) -> Operator | None:
    rows = execute(queries.by_issuer(issuer).element_map())
    if not rows:
        _record_unknown(issuer)
        return None
    _read_at[issuer] = time.monotonic()
    operator = Operator.from_row(rows[0])
    tenants.store_in_cache(operator)
    return operator


def _record_unknown(issuer: str) -> None:
    with _lock:
        _unknown_since.pop(issuer, None)
        if len(_unknown_since) >= MAX_UNKNOWN:
            del _unknown_since[next(iter(_unknown_since))]
        _unknown_since[issuer] = time.monotonic()


def find_signing_keys(operator: Operator) -> Mapping[str, JsonObject]:
    """The issuer's public keys by key id (JWK): the stored ones, or what it publishes while none is stored.

    Raises Unavailable.
    """
    stored: Mapping[str, JsonObject] = json.loads(operator.signing_keys)
    return stored or _fetch_keys(operator.issuer)


def _fetch_keys(issuer: str) -> Mapping[str, JsonObject]:
    """What an issuer publishes, asked at most once a minute. Raises Unavailable."""
    with _lock:
        moment, keys = _fetched.get(issuer, (-float(REREAD_SECONDS), None))
        if time.monotonic() - moment >= REREAD_SECONDS:
            keys = _try_fetch(issuer)
            _fetched[issuer] = (time.monotonic(), keys)
    if keys is None:
        raise Unavailable(service=JWKS.name)
    return keys


def _try_fetch(issuer: str) -> Mapping[str, JsonObject] | None:
    try:
        return jwks.fetch(issuer)
    except Unavailable:
        log.warning("an issuer does not answer", extra={"issuer": issuer})
        return None


def refresh_signing_keys() -> int:
    """Store the keys that issuers publish; return how many operators' changed. Raises Unavailable."""
    rows = execute(queries.with_issuer().element_map())
    return sum(_refresh_operator_keys(operator) for operator in map(Operator.from_row, rows))


def _refresh_operator_keys(operator: Operator) -> bool:
    published = _try_fetch(operator.issuer)
    if not published or published == json.loads(operator.signing_keys):
        return False
    log.info("an issuer has changed its keys", extra={"issuer": operator.issuer, "keys": sorted(published)})
    execute(__.V(operator.id).property(single, Prop.SIGNING_KEYS, json.dumps(published)))
    return True
