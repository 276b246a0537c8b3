"""Monitoring of the platform: alarms on the whole system, and a dashboard."""

from collections.abc import Iterator

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from cdk.alarms import Alarms, Limit, WatchedMetric
from cdk.data import Data
from cdk.region import Place, RegionalStack
from vault.adapters.systems import Service
from vault.runtime.registry import find

Alarm = tuple[str, str, WatchedMetric, Limit]
SLOW_MS = 2_000
LATE_SECONDS = 900
GIB = 1024**3
MAX_VOLUME = 0.8 * 128 * 1024 * GIB
"""Four fifths of the maximum size of a Neptune volume, in bytes."""
CACHE_NODES = ("001", "002")


class Observability(RegionalStack):
    def __init__(self, scope: Construct, place: Place, alarms: Alarms, api_id: str, data: Data) -> None:
        super().__init__(scope, "observability", place, "VAULT: dashboard, and alarms on the whole")
        graphs = {"Graph": data.graph.cluster.ref, "Log": data.log.cluster.ref}
        definitions = [
            *_call_alarms(place, api_id),
            *_gateway_alarms(place),
            *(alarm for name, cluster in graphs.items() for alarm in _graph_alarms(place, name, cluster)),
            *(alarm for node in CACHE_NODES for alarm in _cache_alarms(f"{place.resource_name('cache')}-{node}")),
        ]
        board = cloudwatch.Dashboard(self, "Dashboard", dashboard_name=place.resource_name(place.region))
        for name, what, watched, limit in definitions:
            alarms.add_alarm(self, name, what, watched, limit)
            board.add_widgets(cloudwatch.GraphWidget(title=what, left=[watched.widget_metric]))


def _call_alarms(place: Place, api_id: str) -> Iterator[Alarm]:
    api, stage = {"ApiId": api_id}, {"stage": place.stage.name}
    yield "Slow", "One call in a hundred takes too long (ms).", _api_metric("Latency", api, "p99"), Limit(SLOW_MS, 3)
    yield "ServerErrors", "Calls fail.", _api_metric("5xx", api, "Sum"), Limit(5)
    yield "Throttled", "Functions are throttled.", WatchedMetric("AWS/Lambda", "Throttles"), Limit(1)
    yield "Conflicts", "Writes start again too often.", WatchedMetric("VAULT", "Retries", stage), Limit(500, 3)
    for service in ["graph", "sqs", *_systems_of_endpoints(), *([] if place.is_primary else ["primary"])]:
        unreached = WatchedMetric("VAULT", "Unreached", {**stage, "unreached": service})
        yield f"Unreached{service.title()}", f"Calls end because {service} does not answer.", unreached, Limit(5)


def _gateway_alarms(place: Place) -> Iterator[Alarm]:
    """In every region, though only the primary measures: it may move."""
    stage = {"stage": place.stage.name}
    oldest = WatchedMetric("VAULT", "OldestDueGatewaySeconds", stage, "Maximum")
    yield "GatewaysLate", "A gateway that answers waits too long for its VLANs (s).", oldest, Limit(LATE_SECONDS)
    offline = WatchedMetric("VAULT", "GatewaysOfflineAnHour", stage, "Maximum")
    yield "GatewaysOffline", "Gateways have not answered for an hour.", offline, Limit(1)


def _systems_of_endpoints() -> list[str]:
    """The outside systems that endpoints call, each once: callers notice when one of these does not answer.

    Devices in venues are none of them: one that does not answer concerns its venue alone.
    """
    used = {use for function in find().endpoints.values() for use in function.handler.uses}  # type: ignore[attr-defined]
    called = (service.value for service in Service if service in used)
    return list(dict.fromkeys(system.name for system in called if not system.any_port))


def _api_metric(name: str, dimensions: dict[str, str], statistic: str) -> WatchedMetric:
    return WatchedMetric("AWS/ApiGateway", name, dimensions, statistic)


def _graph_alarms(place: Place, name: str, cluster: str) -> Iterator[Alarm]:
    dimensions = {"DBClusterIdentifier": cluster}

    def metric(what: str, statistic: str) -> WatchedMetric:
        return WatchedMetric("AWS/Neptune", what, dimensions, statistic)

    # Raised at half of the allowed replica lag, since beyond that readers miss their own writes.
    half = Limit(place.stage.replica_lag_seconds * 1000 / 2, seconds=60)
    lag = metric("ClusterReplicaLagMaximum", "Maximum")
    yield f"{name}Lag", f"Readers of {name} are behind their writer (ms).", lag, half
    yield f"{name}Processor", f"{name} computes too much (%).", metric("CPUUtilization", "Maximum"), Limit(80, 3)
    memory = metric("FreeableMemory", "Minimum")
    yield f"{name}Memory", f"{name} has little memory left (bytes).", memory, Limit(GIB, 3, below=True)
    waiting = metric("MainRequestQueuePendingRequests", "Maximum")
    yield f"{name}Waiting", f"Queries of {name} wait for each other.", waiting, Limit(50, 2)
    yield f"{name}Volume", f"{name} is nearly full (bytes).", metric("VolumeBytesUsed", "Maximum"), Limit(MAX_VOLUME)
    if not place.is_primary:
        behind = WatchedMetric(
            "AWS/Neptune", "GlobalDbProgressLag", {**dimensions, "SourceRegion": place.stage.primary}, "Maximum"
        )
        yield f"{name}Behind", f"{name} is behind the primary region (ms).", behind, half


def _cache_alarms(node: str) -> Iterator[Alarm]:
    dimensions = {"CacheClusterId": node}
    memory = WatchedMetric("AWS/ElastiCache", "DatabaseMemoryUsagePercentage", dimensions, "Maximum")
    yield f"Memory{node[-3:]}", f"{node} is nearly full (%).", memory, Limit(80)
    processor = WatchedMetric("AWS/ElastiCache", "EngineCPUUtilization", dimensions, "Maximum")
    yield f"Processor{node[-3:]}", f"{node} computes too much (%).", processor, Limit(80, 3)
