"""moto's AWS: its process, and the settings by which boto3 and the handlers reach it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from local import processes
from local.aws import resources

if TYPE_CHECKING:
    from pathlib import Path

    from local.processes import Service

# moto assigns unsigned Cognito calls, such as GetTokensFromRefreshToken, to this region.
REGION = "us-east-1"
ACCOUNT = "123456789012"
MOTO_SETTINGS = {"MOTO_SQS_ENFORCE_STRICT_QUEUE_PURGE_BEHAVIOUR": "false"}
"""SQS purges a queue once a minute; here as often as it is asked to, since receiving all messages takes minutes."""
STATE_FILE = "aws.pickle"
ARRIVALS = "/local/arrivals"
"""The path of the stream of queues with messages; its query is a region."""


def start(directory: Path, *, persistent: bool) -> Service:
    """Start the server, with a state file if `persistent`."""
    port = processes.free_port()
    command = [sys.executable, "-m", "local.aws.server", str(port)]
    if persistent:
        state = directory / "state"
        state.mkdir(parents=True, exist_ok=True)
        command.append(str(state / STATE_FILE))
    environment = {**processes.python_path(), **MOTO_SETTINGS}
    return processes.start("The local AWS", command, port, directory / "logs" / "aws.log", environment)


def settings_when_ready(service: Service) -> dict[str, str]:
    """Wait for the server and create the key and the queues; return the AWS settings."""
    processes.wait_until(service, lambda: processes.answers(service.port), lambda output: _explanation(service, output))
    import boto3

    endpoint = _url(service)
    # The API of a region believes calls of executeCommand that are signed with these.
    key, secret = f"LOCAL{processes.create_secret().upper()}", processes.create_secret()
    session = boto3.Session(key, secret, region_name=REGION)
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret,
        "VAULT_PRE_TOKEN_TRIGGER": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:triggers-pre_token_generation",
        "VAULT_JWKS_URL": f"{endpoint}/{{pool}}/.well-known/jwks.json",
        **resources.provide(session, endpoint),
    }


def _url(service: Service) -> str:
    return f"http://{processes.HOST}:{service.port}/{service.secret}"


def _explanation(service: Service, output: str) -> str:
    if "UNREADABLE" in output:
        return (
            f"The stored AWS state ({STATE_FILE}) cannot be read, or another version of moto wrote it: "
            "put a copy of it back, or run `make clean` to begin with an empty system."
        )
    return f"{service.name} ended while it started: read {service.log}."
