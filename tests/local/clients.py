"""Clients of the services, made from a system's settings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
from gremlin_python.driver.driver_remote_connection import DriverRemoteConnection
from gremlin_python.process.anonymous_traversal import traversal

from vault.graph.address import connection_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gremlin_python.process.graph_traversal import GraphTraversalSource


@contextmanager
def graph(settings: Mapping[str, str], source: str = "g") -> Iterator[GraphTraversalSource]:
    """A traversal source of one of the two graphs."""
    connection = DriverRemoteConnection(
        **connection_parameters(settings["VAULT_GRAPH_WRITER"]), traversal_source=source
    )
    try:
        yield traversal().with_remote(connection)
    finally:
        connection.close()


def aws(settings: Mapping[str, str], service: str) -> Any:
    """A boto3 client of the local AWS."""
    session = boto3.Session(
        settings["AWS_ACCESS_KEY_ID"], settings["AWS_SECRET_ACCESS_KEY"], region_name=settings["AWS_REGION"]
    )
    return session.client(service, endpoint_url=settings["AWS_ENDPOINT_URL"])  # type: ignore[call-overload]


def pool_with_user(cognito: Any) -> tuple[str, str]:
    """Create a pool whose client rotates refresh tokens, and a user; return the ids of pool and client."""
    pool = cognito.create_user_pool(PoolName="residents")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="console", RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
    )["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="resident", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="resident", Password="Quiet-Harbour-7", Permanent=True)
    return pool, client


def log_in(cognito: Any, pool: str, client: str) -> dict[str, str]:
    """Return the tokens of the user that `pool_with_user` created."""
    parameters = {"USERNAME": "resident", "PASSWORD": "Quiet-Harbour-7"}
    answer = cognito.admin_initiate_auth(
        UserPoolId=pool, ClientId=client, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=parameters
    )
    tokens: dict[str, str] = answer["AuthenticationResult"]
    return tokens
