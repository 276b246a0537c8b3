"""The one boto3 session and its clients, made on first use and kept for the life of the process."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from vault.graph import signing
from vault.kernel.errors import Unavailable
from vault.kernel.settings import setting

SERVER_ERRORS = 500


@functools.cache
def session() -> Any:
    """The session that every client shares, with the credentials that sign for the graph."""
    import boto3

    return boto3.Session(botocore_session=signing.session())


@functools.cache
def client(service: str, region: str | None = None) -> Any:
    """The client of a service, of its usual region where none is given.

    Its time-outs leave room inside API Gateway's thirty seconds.
    """
    from botocore.config import Config

    return session().client(
        service,
        region_name=region or region_of(service),
        config=Config(connect_timeout=2, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 3}),
    )


def region_of(service: str) -> str | None:
    """The region of a service: the process's own, but for Cognito's persons, who live in one."""
    region: str | None = session().region_name
    return setting("VAULT_COGNITO_REGION", region) if service == "cognito-idp" else region


@contextmanager
def reached(service: str) -> Iterator[None]:
    """Unavailable where the service cannot be reached, throttles us or fails on its side."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except BotoCoreError as error:
        raise Unavailable(service=service) from error
    except ClientError as error:
        status = error.response["ResponseMetadata"].get("HTTPStatusCode", SERVER_ERRORS)
        if status >= SERVER_ERRORS or code(error) in {"ThrottlingException", "TooManyRequestsException"}:
            raise Unavailable(service=service) from None
        raise


def code(error: Any) -> str:
    """The service's own name of an error."""
    return str(error.response["Error"]["Code"])
