"""The services of a second region: a graph that follows the primary's, a Redis, and queues of its own."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

import boto3

from local import redis_server
from local.aws import resources
from local.regions.follower import follower, stop_on_exit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

REGION = "us-west-2"
SECONDARY_SETTINGS = ("VAULT_PRIMARY_REGION", "VAULT_PRIMARY_LOG_ENTRIES_QUEUE_URL")


class Secondary:
    """The running services of a second region, without persistent state. Raises StartFailure if one cannot start."""

    environment: dict[str, str]
    """The settings by which this region's handlers reach the services, without VAULT_PRIMARY_URL."""

    def __init__(self, directory: Path, primary: Mapping[str, str], lag: float) -> None:
        """Follow the primary with the given settings, `lag` seconds behind."""
        self._directory = directory.absolute()
        self._primary = primary
        self._lag = lag
        self._stack = ExitStack()
        self.environment = {}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            redis = stack.enter_context(stop_on_exit(redis_server.start(self._directory, persistent=False)))
            self.replicator, replica = stack.enter_context(follower(self._directory, self._primary, self._lag))
            self.environment = self._settings(replica, redis_server.settings_when_ready(redis))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def promote(self) -> None:
        """Stop following: the graphs accept writes, and the settings become those of a primary region."""
        self.replicator.stop()
        for name in SECONDARY_SETTINGS:
            del self.environment[name]
        self.environment |= {"VAULT_GRAPH_SOURCE": "g", "VAULT_LOG_SOURCE": "log_g"}

    def _settings(self, replica: Mapping[str, str], redis: Mapping[str, str]) -> dict[str, str]:
        home = self._primary["AWS_REGION"]
        credentials = self._primary["AWS_ACCESS_KEY_ID"], self._primary["AWS_SECRET_ACCESS_KEY"]
        ours, theirs = (boto3.Session(*credentials, region_name=name) for name in (REGION, home))
        return {
            **self._primary,
            **replica,
            **resources.provide_beside(theirs, ours, self._primary["AWS_ENDPOINT_URL"]),
            "VAULT_LOG_SOURCE": "read_log_g",
            **redis,
            "VAULT_PRIMARY_REGION": home,
            "VAULT_PRIMARY_LOG_ENTRIES_QUEUE_URL": self._primary["VAULT_LOG_ENTRIES_QUEUE_URL"],
            "VAULT_COGNITO_REGION": home,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }
