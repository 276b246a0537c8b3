"""The clients of AWS services, created on first use and kept for the life of the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from vault.adapters import aws_session
from vault.kernel.create_once import create_once
from vault.kernel.errors import Unavailable
from vault.kernel.json_types import JsonObject
from vault.kernel.settings import setting

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

Boto3Object = Any
"""A session or a client of boto3, whose methods are made at run time from the description of each service."""
SERVER_ERRORS = 500


@create_once
def session() -> Boto3Object:
    import boto3

    return boto3.Session(botocore_session=aws_session.session())


@create_once
def client(service: str, region: str | None = None) -> Boto3Object:
    """In `region_of(service)` by default; its time-outs fit into API Gateway's limit of 30 seconds."""
    from botocore.config import Config

    return session().client(
        service,
        region_name=region or region_of(service),
        config=Config(connect_timeout=2, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 3}),
    )


def region_of(service: str) -> str | None:
    """The process's region; for Cognito the region of the stage's user pools."""
    region: str | None = session().region_name
    return setting("VAULT_COGNITO_REGION", region) if service == "cognito-idp" else region


@contextmanager
def translate_errors(service: str) -> Iterator[None]:
    """Raise Unavailable for network errors, throttling and 5xx."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except BotoCoreError as error:
        raise Unavailable(service=service) from error
    except ClientError as error:
        status = error.response["ResponseMetadata"].get("HTTPStatusCode", SERVER_ERRORS)
        if status >= SERVER_ERRORS or error_code(error) in {"ThrottlingException", "TooManyRequestsException"}:
            raise Unavailable(service=service) from None
        raise


def error_code(error: "ClientError") -> str:
    return str(error.response["Error"]["Code"])


def response_time(answer: JsonObject) -> int:
    """When a service answered, by its own clock (the Date header), in seconds since the epoch; 0 if it does not say."""
    try:
        date = answer["ResponseMetadata"]["HTTPHeaders"]["date"]
        return int(parsedate_to_datetime(date).timestamp())
    except (KeyError, ValueError):
        return 0
