"""Public keys of operators' token issuers, kept in the graph for when an issuer does not answer."""

import json
import logging

from vault.adapters import jwks
from vault.graph.connection import execute
from vault.graph.schema import Prop
from vault.graph.steps import __, single
from vault.kernel.errors import Unavailable
from vault.operators import queries
from vault.operators.model import Operator

log = logging.getLogger("vault.operators")


def refresh_signing_keys() -> int:
    """Store the keys that issuers publish; return how many operators' changed. Raises Unavailable."""
    rows = execute(queries.with_issuer().element_map())
    return sum(_refresh_operator_keys(operator) for operator in map(Operator.from_row, rows))


def _refresh_operator_keys(operator: Operator) -> bool:
    try:
        published = jwks.fetch(operator.issuer)
    except Unavailable:
        log.warning("an issuer does not answer", extra={"issuer": operator.issuer})
        return False
    if not published or published == json.loads(operator.signing_keys):
        return False
    log.info("an issuer has changed its keys", extra={"issuer": operator.issuer, "keys": sorted(published)})
    execute(__.V(operator.id).property(single, Prop.SIGNING_KEYS, json.dumps(published)))
    return True
