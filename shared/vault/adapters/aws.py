"""The clients of AWS services, created on first use and kept for the life of the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from vault.adapters import aws_session
from vault.kernel.create_once import create_once
from vault.kernel.errors import Unavailable
from vault.kernel.settings import setting

SERVER_ERRORS = 500


@create_once
def session() -> Any:
    """The boto3 session that every client shares."""
    import boto3

    return boto3.Session(botocore_session=aws_session.session())


@create_once
def client(service: str, region: str | None = None) -> Any:
    """The client of a service, in `region_of(service)` unless a region is given.

    Its time-outs leave room inside API Gateway's thirty seconds.
    """
    from botocore.config import Config

    return session().client(
        service,
        region_name=region or region_of(service),
        config=Config(connect_timeout=2, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 3}),
    )


def region_of(service: str) -> str | None:
    """The process's own region; for Cognito the one region in which the stage keeps its user pools."""
    region: str | None = session().region_name
    return setting("VAULT_COGNITO_REGION", region) if service == "cognito-idp" else region


@contextmanager
def translate_errors(service: str) -> Iterator[None]:
    """Raise Unavailable where the service cannot be reached, throttles us or fails on its side."""
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


def error_code(error: Any) -> str:
    """The service's own name of a ClientError."""
    return str(error.response["Error"]["Code"])
