"""`python -m tests.services.fill SLOT`: empty the system of the environment and build a world in it.

A process of its own, so that the world is built by the code of this moment.
"""

import os
import sys
import urllib.request
from pathlib import Path

import boto3

from local.aws import resources
from local.system import System
from tests import factories
from tests.services.slots import Filling, hash_world_code, write_filling
from vault.adapters import redis
from vault.graph.connection import execute
from vault.graph.steps import __


def main(slot: Path) -> None:
    """Fill the slot."""
    hash_world_code()  # of this moment: a file may be saved before the world is complete
    system = System(slot, persistent=False)
    system.environment = {name: value for name, value in os.environ.items() if name.startswith(("VAULT_", "AWS_"))}
    system.environment |= empty(system)
    os.environ.update(system.environment)
    built = factories.World.create(system)
    built.system = None  # type: ignore[assignment]  # the run that claims it puts a system of theirs here
    write_filling(slot, Filling(system.environment, built, next(factories._numbers)))


def empty(system: System) -> dict[str, str]:
    """Leave nothing of the last test run in any service; return the settings of the queues that there are now."""
    for mail in system.mails.glob("*"):
        mail.unlink()
    redis.client().flushall()
    execute(__.V().drop())
    execute(__.V().drop(), "LOG")
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    with urllib.request.urlopen(f"{endpoint}/moto-api/reset", data=b"", timeout=30):
        return resources.provide(boto3.Session(), endpoint)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
