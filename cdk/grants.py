"""What a declaration's `uses` grants to the role of its function, and which settings it brings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_iam as iam

from cdk.policies import allowed
from vault.kernel.queues import Queue
from vault.runtime.declaration import Graph, Service

READS = ("neptune-db:connect", "neptune-db:ReadDataViaQuery")
WRITES = (*READS, "neptune-db:WriteDataViaQuery", "neptune-db:DeleteDataViaQuery")


@dataclass(frozen=True)
class Targets:
    """What functions may reach in a region: ARNs, and how each is found."""

    stage: str
    graph: str
    log: str
    graph_writer: str
    graph_reader: str
    log_graph: str
    data_key: str
    region_key: str
    cache: str
    cache_user: str
    cache_url: str
    cache_name: str
    cache_user_name: str
    queues: Mapping[Queue, tuple[str, str]]
    """ARN and URL of each."""


def statements(uses: tuple[Any, ...], to: Targets) -> Iterator[iam.PolicyStatement]:
    """What the role may do; nothing here has a wildcard for its actions."""
    writes = Graph.WRITE in uses
    if any(isinstance(use, Graph) for use in uses):
        yield allowed(WRITES if writes else READS, to.graph)
        # What reads keys or personal data leaves an entry in the log.
        yield allowed(READS if set(uses) & {Graph.READ} and not writes else WRITES, to.log)
    if Service.KMS in uses:
        yield allowed(("kms:Decrypt",), to.data_key)
    if Service.REDIS in uses:
        yield allowed(("elasticache:Connect",), to.cache, to.cache_user)
    queues = [to.queues[use][0] for use in uses if isinstance(use, Queue)]
    if queues:
        yield allowed(("sqs:SendMessage",), *queues)
        yield allowed(("kms:GenerateDataKey", "kms:Decrypt"), to.region_key)


def settings(uses: tuple[Any, ...], to: Targets) -> dict[str, str]:
    """The environment in which the function runs."""
    found = {
        "VAULT_STAGE": to.stage,
        "VAULT_GRAPH_IAM": "1",
        "VAULT_GRAPH_WRITER": to.graph_writer,
        "VAULT_GRAPH_READER": to.graph_reader,
        "VAULT_LOG_GRAPH": to.log_graph,
    }
    if Service.KMS in uses:
        found["VAULT_KMS_KEY"] = to.data_key
    if Service.REDIS in uses:
        found |= {"VAULT_REDIS_IAM": "1", "VAULT_REDIS_URL": to.cache_url}
        found |= {"VAULT_REDIS_CACHE": to.cache_name, "VAULT_REDIS_USER": to.cache_user_name}
    return found | {f"VAULT_{use.name}_QUEUE_URL": to.queues[use][1] for use in uses if isinstance(use, Queue)}
