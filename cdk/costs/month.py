"""The lines of a monthly bill."""

from collections.abc import Iterator
from dataclasses import dataclass

from cdk.costs import load as assumed
from cdk.costs.deployed import INTERFACE_ENDPOINTS, KEYS, MEMORY, NODES, SECRETS, DeployedRegion, default_stage
from cdk.costs.load import GB, Load
from cdk.costs.prices import HOURS, SECONDS, dollars
from vault.kernel.queues import Queue

FREE_PERSONS = 10_000
FREE_GB = 100


@dataclass(frozen=True)
class Line:
    """The monthly cost of one item in all regions, in dollars."""

    what: str
    dollars: float


def lines(subscribers: int, regions: int = 1) -> list[Line]:
    load = Load(subscribers)
    deployed = DeployedRegion(load, default_stage(regions))
    fixed = [Line(line.what, regions * line.dollars) for line in _fixed_lines(deployed)]
    return [*fixed, *_usage_lines(load, deployed), *_region_lines(load, regions)]


def _fixed_lines(deployed: DeployedRegion) -> Iterator[Line]:
    """Costs of a region that do not depend on calls."""
    instances = deployed.graph_instances + deployed.log_instances
    of_zones = dollars("NAT", deployed.zones) + dollars("Address", deployed.zones)
    yield Line("Neptune, instances", instances * deployed.instance.dollars * HOURS)
    yield Line("Neptune, storage and backups", _storage_cost(deployed.load))
    yield Line("Valkey", NODES * deployed.node.dollars * HOURS)
    yield Line("NAT gateways and addresses", of_zones * HOURS)
    yield Line("Interface endpoints", dollars("Endpoint", INTERFACE_ENDPOINTS * deployed.zones * HOURS))
    yield Line("SnapStart, snapshots kept", dollars("Snapshot kept", deployed.functions * MEMORY * SECONDS))
    yield Line("Metrics, alarms, dashboard", _monitoring_cost(deployed))
    yield Line("Keys, secrets, hosted zone", _small_items_cost())


def _storage_cost(load: Load) -> float:
    """Graph and log after a year; backups take half as much again."""
    gigabytes = load.graph_gb + load.log_gb
    return dollars("Graph storage", gigabytes) + dollars("Backup", gigabytes / 2)


def _monitoring_cost(deployed: DeployedRegion) -> float:
    """Monitoring, if every metric has a value in every hour."""
    return dollars("Custom metric", deployed.metrics) + dollars("Alarm", deployed.alarms) + dollars("Dashboard", 1)


def _small_items_cost() -> float:
    return dollars("KMS key", KEYS) + dollars("Secret", SECRETS) + dollars("Hosted zone", 1)


def _usage_lines(load: Load, deployed: DeployedRegion) -> Iterator[Line]:
    reads, writes, entries = (load.total(asked) for asked in ("reads", "writes", "entries"))
    ios = reads * assumed.READ_IOS + (writes + entries) * assumed.WRITE_IOS
    sent = (assumed.MAILS + assumed.MESSAGES) * load.subscribers
    cold = _cold_starts(load, deployed)
    outgoing = max(0, load.calls * assumed.ANSWER_BYTES / GB - FREE_GB)
    yield Line("HTTP API", dollars("API call", load.calls))
    yield Line(
        "Lambda", dollars("Lambda", _gb_seconds(load, deployed, sent)) + dollars("Lambda call", load.calls + sent)
    )
    yield Line("SnapStart, snapshots restored", dollars("Snapshot restored", cold * MEMORY))
    yield Line("Neptune, I/O", dollars("Graph I/O", ios))
    yield Line("Cognito", dollars("Person", max(0, load.subscribers * assumed.ACTIVE_SHARE - FREE_PERSONS)))
    yield Line("Logs", _log_cost(load, reads + writes + entries))
    yield Line("Mails and SMS", _message_cost(load))
    yield Line("Queues and KMS", dollars("SQS", 3 * sent + _polling_requests()) + dollars("KMS call", 2 * cold))
    yield Line("Data to the internet", dollars("Outgoing data", outgoing) + dollars("NAT data", load.calls * 4e3 / GB))


def _gb_seconds(load: Load, deployed: DeployedRegion, sent: float) -> float:
    """GB-seconds of calls, of messages, and of the schedules of every minute."""
    scheduled = deployed.jobs / 2 * SECONDS / 60 * assumed.SCHEDULED_SECONDS
    return load.gb_seconds + (scheduled + sent * 0.2) * 1.75


def _polling_requests() -> float:
    """Receive requests of event sources that find nothing: five pollers of each queue, 20 seconds each."""
    return len(Queue) * 5 * SECONDS / 20


def _cold_starts(load: Load, deployed: DeployedRegion) -> float:
    return max(load.calls * assumed.COLD_SHARE, deployed.functions * assumed.MIN_COLD_STARTS)


def _log_cost(load: Load, queries: float) -> float:
    of_calls = load.calls * (assumed.CALL_LOG_BYTES + assumed.FLOW_LOG_BYTES)
    gigabytes = (of_calls + queries * assumed.QUERY_LOG_BYTES) / GB
    return dollars("Log taken", gigabytes) + dollars("Log kept", gigabytes * 12 * 0.2)


def _message_cost(load: Load) -> float:
    return dollars("Mail", assumed.MAILS * load.subscribers) + dollars("SMS", assumed.MESSAGES * load.subscribers)


def _region_lines(load: Load, regions: int) -> Iterator[Line]:
    """Additional costs of other regions beyond their own resources: replicated writes, forwarded calls."""
    others = regions - 1
    if others:
        writes = (load.total("writes") + load.total("entries")) * assumed.WRITE_IOS * others
        share = others / regions
        calls, waiting = load.forwarded * share, load.forwarded_gb_seconds * share
        of_calls = dollars("API call", calls) + dollars("Lambda call", calls) + dollars("To a region", calls * 8e3 / GB)
        yield Line("Replicated writes", dollars("Replicated write", writes))
        yield Line("Forwarded calls", of_calls + dollars("Lambda", waiting))
