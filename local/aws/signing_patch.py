"""A key pair for each user pool; moto signs the tokens of all pools with one pair, whose private key it publishes."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from joserfc import jwk, jwt
from moto.cognitoidp import models, urls
from moto.cognitoidp.models import CognitoIdpUserPool, cognitoidp_backends

from local.aws.service import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_BITS = 2048
PATH = "/.well-known/jwks.json"
PUBLISHED = {"use": "sig", "alg": "RS256"}
initialize = CognitoIdpUserPool.__init__


def patch_signing_keys() -> None:
    """Sign with the pool's own key, and publish its public half where Cognito does."""
    CognitoIdpUserPool.__init__ = _initialize_with_key  # type: ignore[method-assign, assignment]
    models.jwt = SimpleNamespace(encode=_encode)  # type: ignore[assignment, attr-defined]
    urls.url_paths |= {path: _serve_keys for path in urls.url_paths if PATH in path}


def _initialize_with_key(pool: CognitoIdpUserPool, *arguments: Any, **named: Any) -> None:
    initialize(pool, *arguments, **named)
    pool.json_web_key = jwk.RSAKey.generate_key(KEY_BITS, auto_kid=True)


def _encode(header: Mapping[str, str], claims: dict[str, Any], key: jwk.RSAKey) -> str:
    return jwt.encode({**header, "kid": key.kid}, claims, key)


def _serve_keys(_request: object, url: str, _headers: object) -> tuple[int, dict[str, str], bytes]:
    name = urlsplit(url).path.removesuffix(PATH).strip("/")
    for backend in cognitoidp_backends[ACCOUNT].values():
        if name in backend.user_pools:
            public = backend.user_pools[name].json_web_key.as_dict(private=False) | PUBLISHED
            return 200, {"content-type": "application/json"}, json.dumps({"keys": [public]}).encode()
    return 404, {"content-type": "application/json"}, b'{"message": "No such user pool."}'
