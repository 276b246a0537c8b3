"""The user pools of operators: created with the operator, and given these settings again when that is repeated."""

from collections.abc import Mapping

from vault.adapters.aws import client, translate_errors
from vault.adapters.cognito import Pool
from vault.kernel.json_types import JsonObject
from vault.kernel.settings import setting, stage

TOKEN_VALIDITY_HOURS = 1
REFRESH_VALIDITY_DAYS = 30
MAX_NAME = 128
STAGE_TAG = "vault:stage"
TRIGGER_EVENT_VERSION = "V2_0"
"""The first version of the trigger's event with which it can change access tokens; it needs the tier ESSENTIALS."""
READ_ATTRIBUTES = (
    "email",
    "email_verified",
    "family_name",
    "given_name",
    "phone_number",
    "phone_number_verified",
)
"""Those that VAULT stores: ID tokens contain no others."""
WRITE_ATTRIBUTES = ("nickname",)
"""VAULT stores none. No person may write what VAULT stores, and an empty list might mean every attribute."""
PASSWORD_POLICY = {
    "MinimumLength": 8,
    **dict.fromkeys(("RequireLowercase", "RequireNumbers", "RequireSymbols", "RequireUppercase"), False),
    "TemporaryPasswordValidityDays": 365,
}
"""Weak on purpose: the domain has the rules, which are those of a Wi-Fi passphrase."""


def provide_pool(name: str) -> Pool:
    """Find or create the pool of this name and its client, with the settings below. Raises Unavailable."""
    with translate_errors("cognito"):
        pool_id = _find_pool(name[:MAX_NAME])
        if pool_id:
            update_pool(pool_id)
        else:
            pool_id = _create_pool(name[:MAX_NAME])
        app_client = _find_client(pool_id) or _create_client(pool_id)
    return Pool(pool_id, app_client["ClientId"], app_client["ClientSecret"])


def update_pool(pool_id: str) -> None:
    """Give a pool and its client the settings below. Raises Unavailable."""
    with translate_errors("cognito"):
        # What is not named gets its default value again, tags and triggers too.
        client("cognito-idp").update_user_pool(UserPoolId=pool_id, **_pool_settings())
        if client_id := _find_client_id(pool_id):
            client("cognito-idp").update_user_pool_client(UserPoolId=pool_id, ClientId=client_id, **_client_settings())


def _find_pool(name: str) -> str | None:
    # Another stage of the account may have a pool of the same name.
    cognito = client("cognito-idp")
    for page in cognito.get_paginator("list_user_pools").paginate(MaxResults=60):
        for pool in page["UserPools"]:
            if pool["Name"] == name:
                described = cognito.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]
                if described.get("UserPoolTags", {}).get(STAGE_TAG) == stage():
                    return str(pool["Id"])
    return None


def _create_pool(name: str) -> str:
    created = client("cognito-idp").create_user_pool(PoolName=name, **_pool_settings())
    return str(created["UserPool"]["Id"])


def _pool_settings() -> JsonObject:
    trigger = {"LambdaArn": setting("VAULT_PRE_TOKEN_TRIGGER"), "LambdaVersion": TRIGGER_EVENT_VERSION}
    return {
        "DeletionProtection": "ACTIVE",
        "UserPoolTags": {STAGE_TAG: stage()},
        "UserPoolTier": "ESSENTIALS",
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
        "Policies": {"PasswordPolicy": PASSWORD_POLICY},
        "LambdaConfig": {"PreTokenGenerationConfig": trigger},
    }


def _find_client_id(pool_id: str) -> str | None:
    listed = client("cognito-idp").list_user_pool_clients(UserPoolId=pool_id, MaxResults=1)["UserPoolClients"]
    return str(listed[0]["ClientId"]) if listed else None


def _find_client(pool_id: str) -> Mapping[str, str] | None:
    client_id = _find_client_id(pool_id)
    if client_id is None:
        return None
    stored: Mapping[str, str] = client("cognito-idp").describe_user_pool_client(UserPoolId=pool_id, ClientId=client_id)[
        "UserPoolClient"
    ]
    return stored


def _create_client(pool_id: str) -> Mapping[str, str]:
    created: Mapping[str, str] = client("cognito-idp").create_user_pool_client(
        UserPoolId=pool_id, GenerateSecret=True, **_client_settings()
    )["UserPoolClient"]
    return created


def _client_settings() -> JsonObject:
    return {
        "ClientName": "vault",
        "ExplicitAuthFlows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
        "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
        "AccessTokenValidity": TOKEN_VALIDITY_HOURS,
        "RefreshTokenValidity": REFRESH_VALIDITY_DAYS,
        "EnableTokenRevocation": True,
        "PreventUserExistenceErrors": "ENABLED",
        "ReadAttributes": [*READ_ATTRIBUTES],
        "WriteAttributes": [*WRITE_ATTRIBUTES],
    }
