"""What a region holds however few subscribers there are; a test holds the numbers against the templates."""

from dataclasses import dataclass
from functools import cached_property

from cdk.costs.load import CACHE_BYTES, GB, QUERY_SECONDS, Load
from cdk.costs.prices import CACHE_NODES, INSTANCES, CacheNode, Instance
from cdk.stage import Region, Stage
from vault.kernel.queues import Queue
from vault.runtime.registry import find

ALARMS_OF_A_FUNCTION, ALARMS_OF_A_QUEUE, ALARMS_OF_A_REGION = 1, 2, 23
METRICS_OF_AN_ENDPOINT, METRICS_OF_A_JOB = 5, 3
INTERFACE_ENDPOINTS = 4
KEYS = 3
NODES = 2
"""Of the cache: a primary and a replica."""
SECRETS = 1
MEMORY = 1.5
"""GB of a function, on average."""
BUSY_AT_MOST = 0.4
THREADS_OF_A_PROCESSOR = 2
CACHED_SHARE, HELD_SHARE = 0.6, 0.5
"""Of an instance's memory what is buffer cache, and of the graph what it ought to hold."""
CACHE_FULL = 0.75


@dataclass(frozen=True)
class DeployedRegion:
    """A region of a stage with cdk.json's defaults, its graph's instances as large as the load asks."""

    load: Load
    stage: Stage

    @cached_property
    def endpoints(self) -> int:
        """Functions behind the API, which are its routes; more are on their way, so up to the next fifty."""
        return -(-len(find().endpoints) // 50) * 50

    @cached_property
    def jobs(self) -> int:
        """Functions that queues and schedules start, up to the next ten."""
        return -(-(len(find().by_queue) + len(find().scheduled)) // 10) * 10

    @property
    def functions(self) -> int:
        """All functions."""
        return self.endpoints + self.jobs

    @property
    def alarms(self) -> int:
        """The alarms."""
        return count_alarms(self.functions)

    @property
    def metrics(self) -> int:
        """Metrics that are charged one by one."""
        return METRICS_OF_AN_ENDPOINT * self.endpoints + METRICS_OF_A_JOB * self.jobs

    @property
    def zones(self) -> int:
        """Availability zones, each with a NAT gateway and its address."""
        return self.stage.regions[self.stage.primary].zones

    @property
    def graph_instances(self) -> int:
        """Writer and readers of the graph."""
        return 1 + self.stage.graph_readers

    @property
    def log_instances(self) -> int:
        """Writer and reader of the log."""
        return 2

    @property
    def instance(self) -> Instance:
        """The smallest class that the peak's queries and half of the graph fit, no smaller than the stage's."""
        least = [each.name for each in INSTANCES].index(self.stage.graph_instance)
        fitting = [each for each in INSTANCES[least:] if fits(each, self.load)]
        return fitting[0] if fitting else INSTANCES[-1]

    @property
    def node(self) -> CacheNode:
        """The smallest class of the cache that holds what is kept of the subscribers."""
        needed = self.load.subscribers * CACHE_BYTES / GB
        return next((node for node in CACHE_NODES if needed <= node.memory * CACHE_FULL), CACHE_NODES[-1])


def count_alarms(functions: int) -> int:
    """The alarms of a region with so many functions."""
    return ALARMS_OF_A_FUNCTION * functions + ALARMS_OF_A_QUEUE * len(Queue) + ALARMS_OF_A_REGION


def fits(instance: Instance, load: Load) -> bool:
    """Whether an instance answers the queries of the peak, and holds what is asked for most."""
    busy = load.queries_a_second * QUERY_SECONDS
    threads = instance.processors * THREADS_OF_A_PROCESSOR
    return busy <= threads * BUSY_AT_MOST and load.graph_gb * HELD_SHARE <= instance.memory * CACHED_SHARE


def default_stage(regions: int) -> Stage:
    """A stage of so many regions with cdk.json's defaults."""
    names = ("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-2")[:regions]
    regions_by_name = {name: Region(cidr=f"10.{20 + number}.0.0/16") for number, name in enumerate(names)}
    return Stage(name="preview", primary=names[0], regions=regions_by_name)
