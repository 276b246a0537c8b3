"""The public keys of a token issuer (RFC 7517)."""

import json
import urllib.request
from typing import Any

from vault.kernel.errors import Unavailable
from vault.kernel.settings import setting

MOST_BYTES = 100_000


def fetch(issuer: str) -> dict[str, dict[str, Any]]:
    """The issuer's keys by key id. Raises Unavailable."""
    address = setting("VAULT_JWKS_URL", "{issuer}/.well-known/jwks.json")
    url = address.format(issuer=issuer, pool=issuer.rpartition("/")[2])
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:  # noqa: S310  a setting, or the URL of an operator's own pool
            keys = json.loads(answer.read(MOST_BYTES))["keys"]
    except (OSError, ValueError, KeyError) as error:
        raise Unavailable(service="jwks") from error
    return {key["kid"]: key for key in keys if key.get("kty") == "RSA"}
