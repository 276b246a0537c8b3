"""What a declaration's `uses` grants to the role of its function, and which settings it brings."""

from collections.abc import Iterator
from typing import Any

from aws_cdk import aws_iam as iam

from cdk.policies import allowed
from cdk.targets import Targets, queue_url
from cdk.work import is_endpoint
from vault.adapters.systems import Target
from vault.kernel.queues import Queue
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.declaration import Graph, Service, Use

READS = ("neptune-db:connect", "neptune-db:ReadDataViaQuery")
WRITES = (*READS, "neptune-db:WriteDataViaQuery", "neptune-db:DeleteDataViaQuery")
SENDS_KEYS = ("kms:GenerateDataKey", "kms:Decrypt")
TAKES = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


def used(handler: Any, to: Targets) -> tuple[Use, ...]:
    """What it uses in this region. Outside the primary writes are forwarded, and jobs have nothing to do."""
    if to.primary is None:
        return tuple(handler.uses)
    if not is_endpoint(handler) or handler.primary_only:
        return ()
    here = (use for use in handler.uses_in_secondary if not isinstance(use, Queue) or use is Queue.LOG_ENTRIES)
    return tuple(Graph.CONSISTENT_READ if use is Graph.WRITE else use for use in here)


def sends_home(handler: Any, to: Targets) -> bool:
    """Whether it is the job that takes another region's log entries to the primary."""
    return to.primary is not None and getattr(handler, "queue", None) is Queue.LOG_ENTRIES


def forwards(handler: Any, to: Targets) -> bool:
    """Whether it is an endpoint of another region, which forwards calls to the primary."""
    return to.primary is not None and is_endpoint(handler) and not handler.primary_only


def statements(handler: Any, to: Targets) -> Iterator[iam.PolicyStatement]:
    """What the role may do; nothing here has a wildcard for its actions."""
    uses = used(handler, to)
    yield from of_graphs(uses, to)
    yield from of_systems(uses, to)
    yield from of_queues(handler, uses, to)
    if to.primary and forwards(handler, to):
        yield allowed(("execute-api:Invoke",), to.primary.route)
    if to.primary and sends_home(handler, to):
        yield allowed(("sqs:SendMessage",), to.primary.log_entries)
        yield allowed(SENDS_KEYS, to.primary.queue_key)


def of_graphs(uses: tuple[Use, ...], to: Targets) -> Iterator[iam.PolicyStatement]:
    """What it may do with the graph, and with the log: what reads keys or personal data leaves an entry there."""
    if any(isinstance(use, Graph) for use in uses):
        yield allowed(WRITES if Graph.WRITE in uses else READS, to.graph)
    if {Graph.WRITE, Graph.CONSISTENT_READ} & set(uses):
        yield allowed(READS if to.primary else WRITES, to.log)


def of_systems(uses: tuple[Use, ...], to: Targets) -> Iterator[iam.PolicyStatement]:
    """What it may do with outside systems; those whose resources have a wildcard are in `cdk.rights`."""
    for service in systems_in(uses):
        for grant in service.value.grants:
            if not grant.wildcard_reason:
                yield allowed(grant.actions, *map(to.value_of, grant.resources))
        if service.value.secret:
            yield allowed(("secretsmanager:GetSecretValue",), to.secrets[service])


def systems_in(uses: tuple[Use, ...]) -> list[Service]:
    """The outside systems among the uses, each once, in the order of their declarations."""
    return [service for service in Service if service in uses]


def of_queues(handler: Any, uses: tuple[Use, ...], to: Targets) -> Iterator[iam.PolicyStatement]:
    """What it may do with the queues, which are encrypted, as the secret is, with the region's key."""
    sent = [to.queue(use) for use in uses if isinstance(use, Queue)]
    taken = getattr(handler, "queue", None)
    if sent:
        yield allowed(("sqs:SendMessage",), *sent)
    if taken:
        yield allowed(TAKES, to.queue(taken))
    reads_secrets = any(service.value.secret for service in systems_in(uses))
    if sent or taken or reads_secrets:
        yield allowed(SENDS_KEYS if sent else ("kms:Decrypt",), to.region_key)


def settings(handler: Any, to: Targets) -> dict[str, str]:
    """The environment in which the function runs."""
    uses, stage = used(handler, to), to.place.stage
    found = {
        "VAULT_STAGE": stage.name,
        "VAULT_GRAPH_IAM": "1",
        "VAULT_GRAPH_WRITER": to.graph_writer,
        "VAULT_GRAPH_READER": to.graph_reader,
        "VAULT_LOG_GRAPH": to.log_graph,
    }
    if is_endpoint(handler):
        found["VAULT_REPLICA_LAG_SECONDS"] = str(stage.replica_lag_seconds)
    if stage.read_only:
        found["VAULT_READ_ONLY"] = "1"
    for service in systems_in(uses):
        found |= settings_of(service, to)
    found |= {f"VAULT_{use.name}_QUEUE_URL": queue_url(to.place, use) for use in uses if isinstance(use, Queue)}
    return found | of_regions(handler, to)


def settings_of(service: Service, to: Targets) -> dict[str, str]:
    """The settings of an outside system: texts, values of targets, and the ARN of its secret."""
    system = service.value
    found = {
        name: to.value_of(source) if isinstance(source, Target) else source for name, source in system.settings.items()
    }
    return found | ({system.secret.arn_setting: to.secrets[service]} if system.secret else {})


def of_regions(handler: Any, to: Targets) -> dict[str, str]:
    """The settings by which regions find and know each other."""
    found = {}
    if to.primary:
        found = {"VAULT_PRIMARY_URL": to.primary.url, "VAULT_PRIMARY_REGION": to.primary.region}
        if sends_home(handler, to):
            found["VAULT_PRIMARY_LOG_ENTRIES_QUEUE_URL"] = to.primary.log_entries_url
    elif isinstance(handler, CommandReceiver):
        found = {"VAULT_REGIONAL_ROLES": to.regional_roles}
    return found
