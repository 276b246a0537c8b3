"""The public keys of a token issuer (JWK Set, RFC 7517)."""

from vault.adapters import http
from vault.adapters.systems import JWKS
from vault.kernel.errors import Unavailable
from vault.kernel.json_types import JsonObject
from vault.kernel.settings import setting


def fetch(issuer: str) -> dict[str, JsonObject]:
    """The issuer's RSA keys by key id. Raises Unavailable."""
    address = setting("VAULT_JWKS_URL", "{issuer}/.well-known/jwks.json")
    url = address.format(issuer=issuer, pool=issuer.rpartition("/")[2])
    published = http.get_json(JWKS, url, "get keys")
    try:
        return {key["kid"]: key for key in published["keys"] if key.get("kty") == "RSA"}
    except (AttributeError, KeyError, TypeError) as error:
        raise Unavailable(service=JWKS.name) from error
