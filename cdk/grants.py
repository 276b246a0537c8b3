"""The IAM statements and environment settings that follow from a declaration's `uses`."""

from collections.abc import Iterator
from typing import Any

from aws_cdk import aws_iam as iam

from cdk.policies import allow, conditions_of, via_service
from cdk.resource_names import ResourceNames, queue_url
from cdk.sizing import is_endpoint
from vault.adapters.systems import Target
from vault.kernel.queues import Queue
from vault.runtime.command_receiver import CommandReceiver
from vault.runtime.declaration import Graph, Service, Use

READS = ("neptune-db:connect", "neptune-db:ReadDataViaQuery")
APPENDS = (*READS, "neptune-db:WriteDataViaQuery")
WRITES = (*APPENDS, "neptune-db:DeleteDataViaQuery")
QUEUE_KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")
RECEIVE_ACTIONS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


def uses_in_region(handler: Any, resources: ResourceNames) -> tuple[Use, ...]:
    """What a function uses in this region: outside the primary, writes are forwarded and jobs have nothing to do."""
    if resources.primary is None:
        return tuple(handler.uses)
    if not is_endpoint(handler) or handler.primary_only:
        return ()
    here = (use for use in handler.uses_in_secondary if not isinstance(use, Queue) or use is Queue.LOG_ENTRIES)
    return tuple(Graph.CONSISTENT_READ if use is Graph.WRITE else use for use in here)


def _forwards_log_entries(handler: Any, resources: ResourceNames) -> bool:
    return resources.primary is not None and getattr(handler, "queue", None) is Queue.LOG_ENTRIES


def _forwards_writes(handler: Any, resources: ResourceNames) -> bool:
    return resources.primary is not None and is_endpoint(handler) and not handler.primary_only


def statements(handler: Any, resources: ResourceNames) -> Iterator[iam.PolicyStatement]:
    """The statements of the function's role; none has a wildcard for its actions."""
    uses = uses_in_region(handler, resources)
    yield from _graph_statements(uses, resources)
    yield from _system_statements(uses, resources)
    yield from _queue_statements(handler, uses, resources)
    if resources.primary and _forwards_writes(handler, resources):
        yield allow(("execute-api:Invoke",), resources.primary.route)
    if resources.primary and _forwards_log_entries(handler, resources):
        yield allow(("sqs:SendMessage",), resources.primary.log_entries)
        yield allow(
            QUEUE_KEY_ACTIONS, resources.primary.queue_key, conditions=via_service(resources.primary.region, "sqs")
        )


def _graph_statements(uses: tuple[Use, ...], resources: ResourceNames) -> Iterator[iam.PolicyStatement]:
    """Access to the graph, and to the log: reading keys or personal data writes an entry there."""
    if any(isinstance(use, Graph) for use in uses):
        yield allow(WRITES if Graph.WRITE in uses else READS, resources.graph)
    if {Graph.WRITE, Graph.CONSISTENT_READ} & set(uses):
        yield allow(READS if resources.primary else APPENDS, resources.log)


def _system_statements(uses: tuple[Use, ...], to: ResourceNames) -> Iterator[iam.PolicyStatement]:
    """What it may do with outside systems; those whose resources have a wildcard are in `cdk.shared_policies`."""
    for service in _systems_in(uses):
        for grant in service.value.grants:
            if not grant.wildcard_reason:
                conditions = conditions_of(grant, to.place.stage.name)
                yield allow(grant.actions, *map(to.value_of, grant.resources), conditions=conditions)
        if service.value.secret:
            yield allow(("secretsmanager:GetSecretValue",), to.secrets[service])


def _systems_in(uses: tuple[Use, ...]) -> list[Service]:
    """The outside systems among the uses, each once, in the order of their declarations."""
    return [service for service in Service if service in uses]


def _queue_statements(handler: Any, uses: tuple[Use, ...], resources: ResourceNames) -> Iterator[iam.PolicyStatement]:
    """Access to the queues, which are encrypted with the region's key, as the secret is."""
    sent = [resources.queue(use) for use in uses if isinstance(use, Queue)]
    consumed = getattr(handler, "queue", None)
    if sent:
        yield allow(("sqs:SendMessage",), *sent)
    if consumed:
        yield allow(RECEIVE_ACTIONS, resources.queue(consumed))
    reads_secrets = any(service.value.secret for service in _systems_in(uses))
    services = [*(["sqs"] if sent or consumed else []), *(["secretsmanager"] if reads_secrets else [])]
    if services:
        actions = QUEUE_KEY_ACTIONS if sent else ("kms:Decrypt",)
        yield allow(actions, resources.region_key, conditions=via_service(resources.place.region, *services))


def settings(handler: Any, resources: ResourceNames) -> dict[str, str]:
    uses, stage = uses_in_region(handler, resources), resources.place.stage
    environment = {
        "VAULT_STAGE": stage.name,
        "VAULT_GRAPH_IAM": "1",
        "VAULT_GRAPH_WRITER": resources.graph_writer,
        "VAULT_GRAPH_READER": resources.graph_reader,
        "VAULT_LOG_GRAPH": resources.log_graph,
        "VAULT_OWN_HOSTS": ",".join(stage.hosts),
        "VAULT_OWN_NETWORKS": ",".join(region.cidr for region in stage.regions.values()),
    }
    if is_endpoint(handler):
        environment["VAULT_REPLICA_LAG_SECONDS"] = str(stage.replica_lag_seconds)
        environment["VAULT_CHOSEN_KEYS_PER_VENUE"] = str(stage.chosen_keys_per_venue)
        environment["VAULT_API_REFERENCE_URL"] = stage.api_reference_url
    if stage.read_only:
        environment["VAULT_READ_ONLY"] = "1"
    for service in _systems_in(uses):
        environment |= _settings_of(service, resources)
    environment |= {
        f"VAULT_{use.name}_QUEUE_URL": queue_url(resources.place, use) for use in uses if isinstance(use, Queue)
    }
    return environment | _region_settings(handler, resources)


def _settings_of(service: Service, to: ResourceNames) -> dict[str, str]:
    """The settings of an outside system: texts, values of targets, and the ARN of its secret."""
    system = service.value
    found = {
        name: to.value_of(source) if isinstance(source, Target) else source for name, source in system.settings.items()
    }
    return found | ({system.secret.arn_setting: to.secrets[service]} if system.secret else {})


def _region_settings(handler: Any, resources: ResourceNames) -> dict[str, str]:
    environment = {}
    if resources.primary:
        environment = {"VAULT_PRIMARY_URL": resources.primary.url, "VAULT_PRIMARY_REGION": resources.primary.region}
        if _forwards_log_entries(handler, resources):
            environment["VAULT_PRIMARY_LOG_ENTRIES_QUEUE_URL"] = resources.primary.log_entries_url
    elif isinstance(handler, CommandReceiver):
        environment = {"VAULT_REGIONAL_ROLES": resources.regional_roles}
    return environment
