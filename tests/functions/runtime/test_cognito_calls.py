"""What Cognito itself lets the holder of an access token do without VAULT: nothing."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.session
import pytest
from botocore import UNSIGNED, xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

from functions.subscriberconsole import login, refresh_access_token
from functions.triggers import pre_token_generation
from tests.factories import PASSWORD, World, unique_name
from tests.gateway import call
from tests.pending_residents import call_without_token
from vault.adapters import cognito, cognito_pools
from vault.adapters.aws import client
from vault.adapters.cognito import Pool
from vault.kernel.errors import Unavailable

TRIGGER_SETTING = "VAULT_PRE_TOKEN_TRIGGER"


def operations_with_access_token() -> Iterator[str]:
    """The operations of Cognito that take an access token, by the description that botocore has of them."""
    model = botocore.session.get_session().get_service_model("cognito-idp")
    for operation in model.operation_names:
        if "AccessToken" in getattr(model.operation_model(operation).input_shape, "members", {}):
            yield xform_name(operation)


@pytest.fixture(scope="module")
def public_cognito() -> Any:
    """A client as anybody has it, without credentials; it sends calls without their further parameters."""
    return boto3.client(
        "cognito-idp",
        region_name=os.environ["AWS_REGION"],
        endpoint_url=os.environ["AWS_ENDPOINT_URL"],
        config=Config(signature_version=UNSIGNED, parameter_validation=False, retries={"total_max_attempts": 1}),
    )


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[str, str]:
    """The tokens that a person can get from VAULT, by how they got them."""
    person = world.mine.people["LeasingAgent"]
    signed_in = call_without_token(login.handler, world.mine, {"EmailAddress": person.email, "Password": PASSWORD})
    first = signed_in.body["AuthenticationResult"]
    body = {"RefreshToken": first["RefreshToken"], "VenueID": world.mine.venues[0].id}
    refreshed = call(refresh_access_token.handler, first["AccessToken"], body).body["AuthenticationResult"]
    return {
        "sign-in": first["AccessToken"],
        "identity": first["IdToken"],
        "refresh": refreshed["AccessToken"],
        "refreshed identity": refreshed["IdToken"],
    }


@pytest.mark.parametrize("operation", operations_with_access_token())
def test_no_token_of_vault_opens_a_call_of_cognito(public_cognito: Any, tokens: dict[str, str], operation: str) -> None:
    for how, token in tokens.items():
        with pytest.raises(ClientError) as refused:
            getattr(public_cognito, operation)(AccessToken=token)

        assert refused.value.response["Error"]["Code"] == "NotAuthorizedException", how


def test_the_calls_of_cognito_that_take_a_token_are_found() -> None:
    assert {"change_password", "delete_user", "get_user", "global_sign_out", "update_user_attributes"} < set(
        operations_with_access_token()
    )


def add_user(pool: Pool) -> str:
    """A user of a pool who can sign in; the username."""
    cognito.create_user(pool, "somebody", {"email": "somebody@example.com"}, PASSWORD)
    cognito.set_password(pool, "somebody", PASSWORD)
    return "somebody"


def test_a_pool_without_the_trigger_gets_it_when_it_is_provided_again(public_cognito: Any) -> None:
    name = unique_name("pool")
    pool = cognito_pools.provide_pool(name)
    user = add_user(pool)
    client("cognito-idp").update_user_pool(UserPoolId=pool.id, LambdaConfig={}, UserPoolTags={"vault:stage": "preview"})
    open_token = cognito.sign_in(pool, user, PASSWORD)["AccessToken"]

    again = cognito_pools.provide_pool(name)

    assert again == pool
    assert public_cognito.get_user(AccessToken=open_token)["Username"] == user
    with pytest.raises(public_cognito.exceptions.NotAuthorizedException):
        public_cognito.get_user(AccessToken=cognito.sign_in(again, user, PASSWORD)["AccessToken"])


@pytest.mark.usefixtures("world")
def test_where_the_trigger_fails_cognito_is_unavailable_and_nobody_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = cognito_pools.provide_pool(unique_name("pool"))
    user = add_user(pool)
    refresh_token = cognito.sign_in(pool, user, PASSWORD)["RefreshToken"]

    monkeypatch.setenv(TRIGGER_SETTING, "arn:aws:lambda:us-east-1:123456789012:function:triggers-gone:live")
    cognito_pools.update_pool(pool.id)

    with pytest.raises(Unavailable):
        cognito.sign_in(pool, user, PASSWORD)
    with pytest.raises(Unavailable):
        cognito.refresh(pool, refresh_token)


def test_the_trigger_takes_out_one_scope_and_returns_the_rest_of_its_event() -> None:
    event = {"version": "2", "userName": "somebody", "request": {"scopes": ["aws.cognito.signin.user.admin"]}}

    answer = pre_token_generation.handler({**event})

    assert answer["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"] == {
        "scopesToSuppress": ["aws.cognito.signin.user.admin"]
    }
    assert {name: value for name, value in answer.items() if name != "response"} == event


def test_a_pool_and_its_client_have_the_settings_of_this_version() -> None:
    pool = cognito_pools.provide_pool(unique_name("pool"))

    described = client("cognito-idp").describe_user_pool(UserPoolId=pool.id)["UserPool"]
    app = client("cognito-idp").describe_user_pool_client(UserPoolId=pool.id, ClientId=pool.client_id)["UserPoolClient"]

    trigger = described["LambdaConfig"]["PreTokenGenerationConfig"]
    assert (described["UserPoolTier"], trigger["LambdaVersion"]) == ("ESSENTIALS", "V2_0")
    assert trigger["LambdaArn"] == os.environ[TRIGGER_SETTING]
    assert (app["PreventUserExistenceErrors"], app["WriteAttributes"]) == ("ENABLED", ["nickname"])
    assert {"email", "given_name", "family_name", "phone_number"} < set(app["ReadAttributes"])
    assert app["ExplicitAuthFlows"] == ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
