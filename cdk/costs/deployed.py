"""Resources of a region that do not depend on the number of subscribers; a test compares them with the templates."""

from dataclasses import dataclass
from functools import cached_property

from cdk.costs.load import CACHE_BYTES, GB, QUERY_SECONDS, Load
from cdk.costs.prices import CACHE_NODES, INSTANCES, CacheNode, Instance
from cdk.stage import Region, Stage
from vault.kernel.queues import Queue
from vault.runtime.registry import find

ALARMS_OF_A_FUNCTION, ALARMS_OF_A_QUEUE, ALARMS_OF_A_REGION = 1, 2, 26
METRICS_OF_AN_ENDPOINT, METRICS_OF_A_JOB = 5, 3
INTERFACE_ENDPOINTS = 4
KEYS = 3
NODES = 2
"""Of the cache: a primary and a replica."""
SECRETS = 1
MEMORY = 1.5
"""Average memory of a function in GB."""
MAX_UTILIZATION = 0.4
THREADS_PER_PROCESSOR = 2
CACHED_SHARE, HELD_SHARE = 0.6, 0.5
"""The share of an instance's memory that is buffer cache, and the share of the graph that the cache should hold."""
MAX_CACHE_FILL = 0.75


@dataclass(frozen=True)
class DeployedRegion:
    """A region of a stage with cdk.json's defaults, its graph's instances as large as the load requires."""

    load: Load
    stage: Stage

    @cached_property
    def endpoints(self) -> int:
        """Functions behind the API, one for each route, rounded up to the next fifty to allow for growth."""
        return -(-len(find().endpoints) // 50) * 50

    @cached_property
    def jobs(self) -> int:
        """Functions started by queues and schedules, rounded up to the next ten."""
        return -(-(len(find().by_queue) + len(find().scheduled)) // 10) * 10

    @property
    def functions(self) -> int:
        return self.endpoints + self.jobs

    @property
    def alarms(self) -> int:
        return count_alarms(self.functions)

    @property
    def metrics(self) -> int:
        """Metrics that AWS charges for individually."""
        return METRICS_OF_AN_ENDPOINT * self.endpoints + METRICS_OF_A_JOB * self.jobs

    @property
    def zones(self) -> int:
        return self.stage.regions[self.stage.primary].zones

    @property
    def graph_instances(self) -> int:
        return 1 + self.stage.graph_readers

    @property
    def log_instances(self) -> int:
        return 2

    @property
    def instance(self) -> Instance:
        """The smallest class that can handle the peak's queries and half of the graph, at least the stage's."""
        least = [each.name for each in INSTANCES].index(self.stage.graph_instance)
        fitting = [each for each in INSTANCES[least:] if fits(each, self.load)]
        return fitting[0] if fitting else INSTANCES[-1]

    @property
    def node(self) -> CacheNode:
        needed = self.load.subscribers * CACHE_BYTES / GB
        return next((node for node in CACHE_NODES if needed <= node.memory * MAX_CACHE_FILL), CACHE_NODES[-1])


def count_alarms(functions: int) -> int:
    return ALARMS_OF_A_FUNCTION * functions + ALARMS_OF_A_QUEUE * len(Queue) + ALARMS_OF_A_REGION


def fits(instance: Instance, load: Load) -> bool:
    """Whether an instance can answer the peak's queries and keep the most requested part of the graph in memory."""
    busy = load.queries_a_second * QUERY_SECONDS
    threads = instance.processors * THREADS_PER_PROCESSOR
    return busy <= threads * MAX_UTILIZATION and load.graph_gb * HELD_SHARE <= instance.memory * CACHED_SHARE


def default_stage(regions: int) -> Stage:
    names = ("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-2")[:regions]
    regions_by_name = {name: Region(cidr=f"10.{20 + number}.0.0/16") for number, name in enumerate(names)}
    return Stage(name="preview", primary=names[0], regions=regions_by_name)
