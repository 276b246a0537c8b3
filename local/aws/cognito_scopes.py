"""The scopes of access tokens, which moto ignores: a pool's trigger changes them, and Cognito's own calls need one."""

from __future__ import annotations

import base64
import importlib
import json
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore import xform_name
from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUserPool
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vault.kernel.json_types import JsonObject

USER_SCOPE = "aws.cognito.signin.user.admin"
SIGN_IN, REFRESH = "TokenGeneration_Authentication", "TokenGeneration_RefreshTokens"
NOT_INVOKED = ("UnexpectedLambdaException", "PreTokenGeneration invocation failed due to error ResourceNotFound.")
FAILED = ("UserLambdaValidationException", "PreTokenGeneration failed.")
SCOPE_MISSING = "Access Token does not have required scopes"
TOKEN_PARAMETER = "AccessToken"  # noqa: S105 (a parameter's name)


def require_scopes() -> None:
    """Source: Cognito developer guide, pre token generation Lambda trigger, and its API reference."""
    CognitoIdpUserPool.create_access_token = create_access_token  # type: ignore[assignment, method-assign]
    for name in _operations_with_access_token():
        setattr(CognitoIdpResponse, name, _with_scope_check(name, getattr(CognitoIdpResponse, name, None)))


def create_access_token(
    pool: CognitoIdpUserPool, client_id: str, username: str, origin_jti: str, source: str = SIGN_IN
) -> tuple[str, int]:
    """Return a token, with the scopes that the pool's trigger leaves, and the seconds until it expires."""
    claims: JsonObject = {"origin_jti": origin_jti}
    if scopes := _scopes_after_trigger(pool, client_id, username, source):
        claims["scope"] = " ".join(scopes)
    token, seconds = pool.create_jwt(client_id, username, "access", extra_data=claims)
    pool.access_tokens[token] = (client_id, username)
    return token, seconds


def _scopes_after_trigger(pool: CognitoIdpUserPool, client_id: str, username: str, source: str) -> list[str]:
    trigger = (pool.extended_config.get("LambdaConfig") or {}).get("PreTokenGenerationConfig")
    if not trigger:
        return [USER_SCOPE]
    event = _event(pool, client_id, username, source)
    changes = _invoke(trigger["LambdaArn"], event)["response"]["claimsAndScopeOverrideDetails"] or {}
    changed = changes.get("accessTokenGeneration") or {}
    kept = [scope for scope in [USER_SCOPE] if scope not in changed.get("scopesToSuppress", [])]
    return [*kept, *changed.get("scopesToAdd", [])]


def _event(pool: CognitoIdpUserPool, client_id: str, username: str, source: str) -> JsonObject:
    """The trigger's event, version V2_0."""
    attributes = {pair["Name"]: pair["Value"] for pair in pool.users[username].attributes}
    return {
        "version": "2",
        "triggerSource": source,
        "region": pool.region,
        "userPoolId": pool.id,
        "userName": username,
        "callerContext": {"awsSdkVersion": "local", "clientId": client_id},
        "request": {"userAttributes": attributes, "groupConfiguration": {}, "scopes": [USER_SCOPE]},
        "response": {"claimsAndScopeOverrideDetails": None},
    }


def _invoke(arn: str, event: JsonObject) -> JsonObject:
    """Run the function of `functions/` that an ARN names: `triggers-x` is functions/triggers/x.py."""
    name = arn.partition(":function:")[2].partition(":")[0]
    try:
        handler = importlib.import_module(f"functions.{name.replace('-', '.')}").handler
    except (AttributeError, ImportError):
        raise JsonRESTError(*NOT_INVOKED) from None
    try:
        answer: JsonObject = handler(event, None)
    except Exception:  # noqa: BLE001 (whatever the trigger raises, Cognito answers the same)
        raise JsonRESTError(*FAILED) from None
    return answer


def _operations_with_access_token() -> Iterator[str]:
    """The methods of moto, present or missing, of every operation that takes an access token."""
    cognito = botocore.session.get_session().get_service_model("cognito-idp")
    for operation in cognito.operation_names:
        if TOKEN_PARAMETER in getattr(cognito.operation_model(operation).input_shape, "members", {}):
            yield xform_name(operation)


def _with_scope_check(name: str, method: Callable[[CognitoIdpResponse], Any] | None) -> Callable[..., Any]:
    def call(response: CognitoIdpResponse) -> Any:
        token = response.parameters.get(TOKEN_PARAMETER)
        if token and USER_SCOPE not in _read_scopes(token):
            raise NotAuthorizedError(SCOPE_MISSING)
        if method is None:
            message = f"The {name} action has not been implemented"
            raise NotImplementedError(message)
        return method(response)

    return call


def _read_scopes(token: str) -> list[str]:
    """The scopes in a token, which may be no token at all; moto itself checks that it issued it."""
    try:
        payload = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        return str(payload.get("scope", "")).split()
    except (AttributeError, IndexError, ValueError):
        return []
