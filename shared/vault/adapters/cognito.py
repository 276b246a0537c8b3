"""Cognito: one user pool for each operator; the username is the SubscriberToken. All functions raise Unavailable."""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from vault.adapters.aws import client, error_code, response_time, translate_errors
from vault.kernel.errors import SignInRefused, Unavailable
from vault.kernel.json_types import JsonObject
from vault.kernel.values import value

REFUSALS = frozenset(
    {
        "InvalidParameterException",
        "NotAuthorizedException",
        "PasswordResetRequiredException",
        "RefreshTokenReuseException",
        "UserNotConfirmedException",
        "UserNotFoundException",
    }
)
TRIGGER_FAILURES = frozenset(
    {"InvalidLambdaResponseException", "UnexpectedLambdaException", "UserLambdaValidationException"}
)
"""Answers where the pool's pre token generation trigger failed, was out of time or could not be invoked."""


@value
class Pool:
    id: str
    client_id: str
    client_secret: str

    def secret_hash(self, username: str) -> str:
        """SECRET_HASH: base64 of HMAC-SHA256 over username and client id, keyed by the client secret."""
        text = (username + self.client_id).encode()
        return base64.b64encode(hmac.digest(self.client_secret.encode(), text, hashlib.sha256)).decode()


@value
class User:
    """`status` is Cognito's UserStatus, such as CONFIRMED or FORCE_CHANGE_PASSWORD."""

    username: str
    status: str
    enabled: bool
    attributes: Mapping[str, str]


def create_user(pool: Pool, username: str, attributes: Mapping[str, str], password: str) -> bool:
    """Create a user with a temporary password and without an invitation mail; False where the username is taken."""
    with translate_errors("cognito"):
        try:
            client("cognito-idp").admin_create_user(
                UserPoolId=pool.id,
                Username=username,
                UserAttributes=_to_attribute_list(attributes),
                TemporaryPassword=password,
                MessageAction="SUPPRESS",
            )
        except client("cognito-idp").exceptions.UsernameExistsException:
            return False
    return True


def get_user(pool: Pool, username: str) -> User | None:
    with translate_errors("cognito"):
        try:
            stored = client("cognito-idp").admin_get_user(UserPoolId=pool.id, Username=username)
        except client("cognito-idp").exceptions.UserNotFoundException:
            return None
    attributes = {pair["Name"]: pair["Value"] for pair in stored["UserAttributes"]}
    return User(stored["Username"], stored["UserStatus"], stored["Enabled"], attributes)


def update_user(pool: Pool, username: str, attributes: Mapping[str, str]) -> None:
    """Set attributes; a blank value removes one."""
    with translate_errors("cognito"):
        client("cognito-idp").admin_update_user_attributes(
            UserPoolId=pool.id, Username=username, UserAttributes=_to_attribute_list(attributes)
        )


def set_password(pool: Pool, username: str, password: str) -> None:
    """Set a permanent password, which makes the user CONFIRMED."""
    with translate_errors("cognito"):
        client("cognito-idp").admin_set_user_password(
            UserPoolId=pool.id, Username=username, Password=password, Permanent=True
        )


def verify_email(pool: Pool, username: str) -> None:
    stored = get_user(pool, username)
    if stored and stored.attributes.get("email") and stored.attributes.get("email_verified") != "true":
        update_user(pool, username, {"email_verified": "true"})


def sign_in(pool: Pool, username: str, password: str) -> JsonObject:
    """Cognito's AuthenticationResult. Raises SignInRefused, Unavailable."""
    parameters = {"USERNAME": username, "PASSWORD": password, "SECRET_HASH": pool.secret_hash(username)}
    with translate_errors("cognito"), _translate_refusals():
        answer = client("cognito-idp").admin_initiate_auth(
            UserPoolId=pool.id, ClientId=pool.client_id, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=parameters
        )
    if "AuthenticationResult" not in answer:
        raise SignInRefused
    result: JsonObject = answer["AuthenticationResult"]
    return result


def refresh(pool: Pool, refresh_token: str) -> JsonObject:
    """New tokens, with the refresh token rotated (GetTokensFromRefreshToken). Raises SignInRefused, Unavailable."""
    with translate_errors("cognito"), _translate_refusals():
        answer = client("cognito-idp").get_tokens_from_refresh_token(
            RefreshToken=refresh_token, ClientId=pool.client_id, ClientSecret=pool.client_secret
        )
    result: JsonObject = answer["AuthenticationResult"]
    return result


def sign_out(pool: Pool, username: str) -> int:
    """End all sessions; the second in which that was done, by Cognito's clock, in seconds since the epoch."""
    with translate_errors("cognito"):
        answer = client("cognito-idp").admin_user_global_sign_out(UserPoolId=pool.id, Username=username)
    return response_time(answer)


@contextmanager
def _translate_refusals() -> Iterator[None]:
    # A caller is never told in which way Cognito refused.
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        if error_code(error) in REFUSALS:
            raise SignInRefused from None
        if error_code(error) in TRIGGER_FAILURES:
            raise Unavailable(service="cognito") from error
        raise


def _to_attribute_list(attributes: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in attributes.items()]
