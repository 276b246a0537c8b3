"""The app: the stacks of a stage, region by region, the primary first."""

import itertools
import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import Validations
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks

from cdk.data import CACHE_USER, Data
from cdk.functions import Functions, Ground
from cdk.gateway import Gateway
from cdk.grants import Targets
from cdk.jobs import Jobs
from cdk.layers import Layers
from cdk.network import Network
from cdk.observability import Alarms, Observability
from cdk.queues import Queues
from cdk.region import Place
from cdk.rights import Rights
from cdk.stage import Stage, stage_of
from layers import build
from vault.runtime.catalogue import Function, find
from vault.runtime.catalogue import Functions as Catalogue

CONFIGURATION = Path(__file__).parents[1] / "cdk.json"
OUTPUT = "build/cdk.out"


def app_of(stage: str | None = None, outdir: str = OUTPUT) -> cdk.App:
    """The app of a stage, or of the one that the context names, with the layers built. Raises StageInvalid."""
    context = json.loads(CONFIGURATION.read_text())["context"]
    app = cdk.App(outdir=outdir, context=context)
    return composed(app, stage_of(context, stage or app.node.try_get_context("stage")), build.built())


def composed(app: cdk.App, stage: Stage, layers: tuple[Path, ...]) -> cdk.App:
    """The app with every stack of the stage, and the checks that look at them."""
    catalogue = find()
    origin = None
    for region in (stage.primary, *sorted(set(stage.regions) - {stage.primary})):
        origin = regional(app, Place(stage, region), layers, catalogue, origin)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), NIST80053R5Checks(app))
    return app


def regional(app: cdk.App, place: Place, layers: tuple[Path, ...], catalogue: Catalogue, origin: Data | None) -> Data:
    """The stacks of a region; the data of the first are the origin of the others'."""
    network = Network(app, place)
    data = Data(app, place, network, origin)
    alarms = Alarms(app, place, network.key)
    queues = Queues(app, place, network.key, alarms.topic.ref)
    gateway = Gateway(app, place, network.key)
    ground = Ground(
        place=place,
        network=network,
        gateway=gateway,
        targets=targets(place, data, queues, network),
        layers=Layers(app, place, layers),
        key=network.key,
        rights=Rights(app, place),
        alarms=alarms.topic.ref,
    )
    by_group = sorted(catalogue.endpoints.values(), key=lambda found: (group_of(found), found.name))
    for group, functions in itertools.groupby(by_group, key=group_of):
        Functions(app, ground, group, list(functions))
    Jobs(app, ground, queues, [*catalogue.by_queue.values(), *(job for _, job in catalogue.scheduled)])
    graphs = {"Graph": data.graph.cluster.ref, "Log": data.log.cluster.ref}
    Observability(app, place, alarms, gateway.api.ref, graphs)
    return origin or data


def group_of(function: Function) -> str:
    """The console of an endpoint, and the group in it: they are deployed together."""
    handler: Any = function.handler
    return str(handler.group)


def targets(place: Place, data: Data, queues: Queues, network: Network) -> Targets:
    """What the functions of a region may reach."""
    database = f"arn:{data.partition}:neptune-db:{place.region}:{data.account}"
    cache = f"arn:{data.partition}:elasticache:{place.region}:{data.account}"
    return Targets(
        stage=place.stage.name,
        graph=f"{database}:{data.graph.cluster.attr_cluster_resource_id}/database",
        log=f"{database}:{data.log.cluster.attr_cluster_resource_id}/database",
        graph_writer=data.graph.writer,
        graph_reader=data.graph.reader,
        log_graph=data.log.writer,
        data_key=data.data_key_arn,
        region_key=network.key.key_arn,
        cache=f"{cache}:replicationgroup:{data.cache.ref}",
        cache_user=f"{cache}:user:{place.named(CACHE_USER)}",
        cache_url=data.cache_url,
        cache_name=place.named("cache"),
        cache_user_name=place.named(CACHE_USER),
        queues={queue: (made.queue_arn, made.queue_url) for queue, made in queues.queues.items()},
    )
