"""GetTokensFromRefreshToken with rotation of the refresh token, which moto's Cognito lacks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeAlias

from moto.cognitoidp.exceptions import NotAuthorizedError, ResourceNotFoundError
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult

from local.aws.cognito_scopes import REFRESH, create_access_token

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUserPool, CognitoIdpUserPoolClient

    Session: TypeAlias = tuple[str, str, str]

REUSED = ("RefreshTokenReuseException", "Refresh token has been rotated")
UNKNOWN_TOKEN = "Invalid Refresh Token"  # noqa: S105 (a message)
UNKNOWN_USER = "User is disabled or does not exist."


def add_missing_operations() -> None:
    """Source: Amazon Cognito user pools API reference, GetTokensFromRefreshToken and RefreshTokenRotationType."""
    CognitoIdpResponse.get_tokens_from_refresh_token = _get_tokens_from_refresh_token  # type: ignore[attr-defined]


def _get_tokens_from_refresh_token(response: CognitoIdpResponse) -> ActionResult:
    parameters = response.parameters
    pool, client = _pool_and_client(response, parameters["ClientId"])
    if client.generate_secret and parameters.get("ClientSecret") != client.secret:
        message = f"Unable to verify secret for client {client.id}"
        raise NotAuthorizedError(message)
    session = _session(pool, client, parameters["RefreshToken"])
    answer = _tokens(pool, session)
    rotation = client.extended_config.get("RefreshTokenRotation") or {}
    if rotation.get("Feature") == "ENABLED":
        grace = int(rotation.get("RetryGracePeriodSeconds") or 0)
        answer["RefreshToken"] = _rotate(pool, parameters["RefreshToken"], session, grace)
    return ActionResult({"AuthenticationResult": answer})


def _pool_and_client(
    response: CognitoIdpResponse, client_id: str
) -> tuple[CognitoIdpUserPool, CognitoIdpUserPoolClient]:
    for pool in response.backend.user_pools.values():
        if client_id in pool.clients:
            return pool, pool.clients[client_id]
    message = f"User pool client {client_id} does not exist."
    raise ResourceNotFoundError(message)


def _session(pool: CognitoIdpUserPool, client: CognitoIdpUserPoolClient, token: str) -> Session:
    rotated, until = _rotated_tokens(pool).get(token, (None, 0.0))
    if rotated and time.time() >= until:
        raise JsonRESTError(*REUSED)
    session = rotated or pool.refresh_tokens.get(token)
    if session is None or session[0] != client.id:
        raise NotAuthorizedError(UNKNOWN_TOKEN)
    user = pool.users.get(session[1])
    if user is None or not user.enabled:
        raise NotAuthorizedError(UNKNOWN_USER)
    return session


def _tokens(pool: CognitoIdpUserPool, session: Session) -> dict[str, str | int]:
    client_id, username, origin = session
    access, expires_in = create_access_token(pool, client_id, username, origin, REFRESH)
    identity, _ = pool.create_id_token(client_id, username, origin_jti=origin)
    return {"AccessToken": access, "IdToken": identity, "ExpiresIn": expires_in, "TokenType": "Bearer"}


def _rotate(pool: CognitoIdpUserPool, token: str, session: Session, grace_seconds: int) -> str:
    replacement, _ = pool.create_refresh_token(session[0], session[1])
    pool.refresh_tokens[replacement] = session
    pool.refresh_tokens[token] = None
    _rotated_tokens(pool).setdefault(token, (session, time.time() + grace_seconds))
    return replacement


def _rotated_tokens(pool: CognitoIdpUserPool) -> dict[str, tuple[Session, float]]:
    tokens: dict[str, tuple[Session, float]] = vars(pool).setdefault("rotated_refresh_tokens", {})
    return tokens
