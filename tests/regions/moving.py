"""The runbook's steps to move the primary region, carried out with two local systems."""

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from local import processes, worker
from local.regions.replicator import Replicator
from local.regions.secondary import Secondary
from tests.regions.conftest import LAG, Primary, in_region
from tests.regions.queues import take_records
from vault.graph import connection
from vault.kernel.queues import Queue
from vault.kernel.settings import setting
from vault.runtime.registry import find


class Region:
    """A region: its deployed settings, and its API in a process of its own while it is the primary."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = settings
        self.api = Primary({}, processes.free_port())
        self.graphs: Callable[[str], Any] = functools.cache(connection.client.__wrapped__)

    def activate(self, **other: str) -> AbstractContextManager[None]:
        """A context in which this process is in this region, with other settings if given."""
        return in_region({"VAULT_PRIMARY_URL": "", **self.settings, **other}, self.graphs)

    def deploy(self, **settings: str) -> None:
        """Give the region other settings; its running API is stopped."""
        self.settings |= settings
        self.graphs = functools.cache(connection.client.__wrapped__)
        self.api.kill()
        if not self.settings.get("VAULT_PRIMARY_URL"):
            self.api.environment = {**os.environ, **self.settings}
            self.api.start()

    def nonempty_queues(self) -> list[str]:
        """The region's queues that contain messages."""
        with self.activate():
            sqs, response = boto3.client("sqs"), ["ApproximateNumberOfMessages"]
            urls = {queue: setting(f"VAULT_{queue.name}_QUEUE_URL") for queue in Queue}
            counts = {
                queue: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=response)["Attributes"][response[0]]
                for queue, url in urls.items()
            }
        return [queue for queue, count in counts.items() if int(count)]

    def drain_queues(self) -> None:
        """Let the region's jobs handle all messages in its queues."""
        with self.activate():
            for queue, job in find().by_queue.items():
                while worker.drain(boto3.client("sqs"), queue, job):
                    pass


@dataclass
class Move:
    """A primary region, its successor, and the replication between them."""

    old: Region
    new: Region
    secondary: Secondary
    stack: ExitStack

    def stop_writes(self) -> None:
        self.old.deploy(VAULT_READ_ONLY="1")
        self.new.deploy(VAULT_READ_ONLY="1")

    def let_the_queues_run_empty(self) -> None:
        self.old.drain_queues()

    def deploy_the_old_primary(self) -> None:
        self.old.deploy(
            VAULT_PRIMARY_URL=self.new.api.url,
            VAULT_PRIMARY_REGION=self.new.settings["AWS_REGION"],
            VAULT_PRIMARY_LOG_ENTRIES_QUEUE_URL=self.new.settings["VAULT_LOG_ENTRIES_QUEUE_URL"],
        )

    def wait_for_the_replica(self) -> None:
        self.secondary.replicator.wait_until_caught_up()

    def promote_the_replica(self) -> None:
        self.secondary.promote()

    def deploy_the_new_primary(self) -> None:
        self.new.settings = {**self.secondary.environment, "VAULT_READ_ONLY": self.new.settings["VAULT_READ_ONLY"]}
        self.new.deploy()

    def take_writes_again(self) -> None:
        self.new.deploy(VAULT_READ_ONLY="0")
        self.old.deploy(VAULT_READ_ONLY="0")

    def replicate_back(self) -> Replicator:
        """Let the old primary's graph follow, as AWS does when the replica is promoted."""
        replicator = Replicator(self.new.settings["VAULT_GRAPH_WRITER"], self.old.settings["VAULT_GRAPH_READER"], LAG)
        replicator.start()
        self.stack.callback(replicator.stop)
        self.old.settings |= {"VAULT_GRAPH_SOURCE": "read_g", "VAULT_LOG_SOURCE": "read_log_g"}
        return replicator


PLANNED = (
    Move.stop_writes,
    Move.let_the_queues_run_empty,
    Move.deploy_the_old_primary,
    Move.wait_for_the_replica,
    Move.promote_the_replica,
    Move.deploy_the_new_primary,
    Move.take_writes_again,
)
UNPLANNED = (Move.promote_the_replica, Move.deploy_the_new_primary)


@contextmanager
def two_regions(primary: dict[str, str], directory: Path) -> Iterator[Move]:
    """A primary region with these settings and its replica, with empty queues."""
    with ExitStack() as stack:
        secondary = stack.enter_context(Secondary(directory, primary, LAG))
        old, new = (Region({**each, "VAULT_READ_ONLY": "0"}) for each in (primary, secondary.environment))
        for region in (old, new):
            stack.callback(region.api.kill)
            with region.activate():
                for queue in Queue:
                    take_records(queue.name)
        old.deploy()
        new.deploy(VAULT_PRIMARY_URL=old.api.url)
        yield Move(old, new, secondary, stack)
