"""ARNs and settings of what the functions of a region may reach."""

from collections.abc import Mapping
from dataclasses import dataclass

import aws_cdk as cdk

from cdk.data import CACHE_USER, Data
from cdk.gateway import Gateway
from cdk.names import ALIAS, PRE_TOKEN_GENERATION
from cdk.network import Network
from cdk.peer_regions import PeerRegion
from cdk.region import Place
from vault.adapters.systems import Service, Target
from vault.kernel.queues import Queue
from vault.runtime.forwarding import PATH


@dataclass(frozen=True)
class PrimaryRegion:
    region: str
    url: str
    route: str
    """ARN of the only route that they may call."""
    log_entries: str
    log_entries_url: str
    queue_key: str


@dataclass(frozen=True)
class ResourceNames:
    """What functions may reach in a region; `primary` is None in the primary itself."""

    place: Place
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
    own_addresses: str
    """The networks from which this region's functions call others, as CIDR, comma-separated."""
    secrets: Mapping[Service, str]
    """ARNs."""
    primary: PrimaryRegion | None

    def queue(self, queue: Queue) -> str:
        return _queue_arn(self.place, queue)

    def value_of(self, target: Target) -> str:
        """The value of what an outside system's declaration names."""
        return str(getattr(self, target))

    @property
    def outgoing_addresses(self) -> str:
        """The networks from which any region of the stage may call, since another one may become the primary."""
        others = (
            address for name in self.place.others for address in self.place.stage.regions[name].outgoing_addresses
        )
        return ",".join([self.own_addresses, *others])

    @property
    def nomadix_verbs(self) -> str:
        return self.place.stage.nomadix_verbs.model_dump_json(exclude_none=True)

    @property
    def user_pools_region(self) -> str:
        """The region of the operators' user pools, which stay where the stage was first made."""
        return self.place.stage.home_region

    @property
    def pre_token_trigger(self) -> str:
        """ARN of the trigger of the user pools, by its name, since it stays where they are."""
        function = self.place.resource_name(PRE_TOKEN_GENERATION)
        return self.place.home.arn("lambda", f"function:{function}:{ALIAS}")

    @property
    def regional_roles(self) -> str:
        """ARN patterns of the other regions' function roles, for sessions that have assumed them."""
        account = f"arn:{cdk.Aws.PARTITION}:sts::{self.place.account}:assumed-role"
        return " ".join(f"{account}/{self.place.resource_name(region)}-*/*" for region in self.place.others)


def _queue_arn(place: Place, queue: Queue) -> str:
    """ARN of a queue, by its name: an export would make it impossible to move the primary."""
    return place.arn("sqs", place.resource_name(queue))


def queue_url(place: Place, queue: Queue) -> str:
    return f"https://sqs.{place.region}.{cdk.Aws.URL_SUFFIX}/{place.account}/{place.resource_name(queue)}"


def _primary_of(place: Place, peers: Mapping[str, PeerRegion]) -> PrimaryRegion | None:
    home = place.primary
    if place.is_primary:
        return None
    peer = peers[home.region]
    return PrimaryRegion(
        region=home.region,
        url=url_of(home, peer.api_id),
        route=home.arn("execute-api", f"{peer.api_id}/{home.stage.name}/POST{PATH}"),
        log_entries=_queue_arn(home, Queue.LOG_ENTRIES),
        log_entries_url=queue_url(home, Queue.LOG_ENTRIES),
        queue_key=peer.key_arn,
    )


def url_of(place: Place, api_id: str) -> str:
    """The base URL of a region's own API: under the domain if there is one, since then the default name is disabled."""
    domain = place.stage.domain
    host = f"{api_id}.execute-api.{place.region}.{cdk.Aws.URL_SUFFIX}"
    return f"https://{Gateway.regional_name(place, domain) if domain else host}/{place.stage.name}"


def build_resource_names(
    place: Place, network: Network, data: Data, secrets: Mapping[Service, str], peers: Mapping[str, PeerRegion]
) -> ResourceNames:
    return ResourceNames(
        place=place,
        graph=place.arn("neptune-db", f"{data.graph.cluster.attr_cluster_resource_id}/database"),
        log=place.arn("neptune-db", f"{data.log.cluster.attr_cluster_resource_id}/database"),
        graph_writer=data.graph.writer,
        graph_reader=data.graph.reader,
        # A global database has one writer: the writer endpoint of a secondary region's cluster leads nowhere.
        log_graph=data.log.writer if place.is_primary else data.log.reader,
        data_key=data.data_key_arn,
        region_key=network.key.key_arn,
        cache=place.arn("elasticache", f"replicationgroup:{data.cache.ref}"),
        cache_user=place.arn("elasticache", f"user:{place.resource_name(CACHE_USER)}"),
        cache_url=data.cache_url,
        cache_name=place.resource_name("cache"),
        cache_user_name=place.resource_name(CACHE_USER),
        own_addresses=",".join(f"{address}/32" for address in network.outgoing_addresses),
        secrets=secrets,
        primary=_primary_of(place, peers),
    )
