"""The app: the stacks of a stage, region by region, the one first where the stage was first made."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import Validations
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks

from cdk.alarms import Alarms
from cdk.data import Data
from cdk.functions import Functions, Ground
from cdk.gateway import Gateway
from cdk.jobs import Jobs
from cdk.layers import Layers
from cdk.network import Network
from cdk.observability import Observability
from cdk.onboarding import Onboarding
from cdk.outside_secrets import OutsideSecrets
from cdk.peers import Peer, Peers
from cdk.queues import Queues
from cdk.region import Place
from cdk.rights import Rights
from cdk.stage import Stage, context_of, stage_of
from cdk.targets import targets
from layers import build
from vault.runtime.registry import Function, find
from vault.runtime.registry import Functions as Catalogue

OUTPUT = "build/cdk.out"


@dataclass(frozen=True)
class Floor:
    """What stands in a region before its functions do."""

    network: Network
    data: Data
    alarms: Alarms
    queues: Queues
    gateway: Gateway
    secrets: OutsideSecrets


def app_of(stage: str | None = None, outdir: str = OUTPUT) -> cdk.App:
    """The app of a stage, or of the one that the context names, with the layers built. Raises StageInvalid."""
    context = context_of()
    app = cdk.App(outdir=outdir, context=context)
    composed(app, stage_of(context, stage or app.node.try_get_context("stage")), build.built(), find())
    checked(app)
    return app


def checked(app: cdk.App) -> None:
    """Have the synthesis fail where the security checks find something."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), NIST80053R5Checks(app))


def composed(app: cdk.App, stage: Stage, layers: tuple[Path, ...], catalogue: Catalogue) -> None:
    """Every stack of the stage."""
    floors: dict[str, Floor] = {}
    for region in (stage.made_in, *sorted(set(stage.regions) - {stage.made_in})):
        origin = floors[stage.made_in].data if floors else None
        floors[region] = floor(app, Place(stage, region), origin)
    for region in floors:
        regional(app, Place(stage, region), floors, layers, catalogue)


def floor(app: cdk.App, place: Place, origin: Data | None) -> Floor:
    """What stands in a region before its functions do; the data of the first are the origin of the others'."""
    network = Network(app, place)
    alarms = Alarms(app, place, network.key)
    return Floor(
        network=network,
        data=Data(app, place, network, origin),
        alarms=alarms,
        queues=Queues(app, place, network.key, alarms),
        gateway=Gateway(app, place, network.key),
        secrets=OutsideSecrets(app, place, network.key),
    )


def regional(
    app: cdk.App, place: Place, floors: Mapping[str, Floor], layers: tuple[Path, ...], catalogue: Catalogue
) -> None:
    """The functions of a region, and what watches over them."""
    ground = ground_of(app, place, floors, layers)
    here = floors[place.region]
    by_group = sorted(catalogue.endpoints.values(), key=lambda found: (group_of(found), found.name))
    for group, functions in itertools.groupby(by_group, key=group_of):
        Functions(app, ground, group, list(functions))
    Jobs(app, ground, here.queues, [*catalogue.by_queue.values(), *(job for _, job in catalogue.scheduled)])
    if place.is_primary:
        Onboarding(app, ground)
    Observability(app, place, here.alarms, here.gateway.api.ref, here.data)


def ground_of(app: cdk.App, place: Place, floors: Mapping[str, Floor], layers: tuple[Path, ...]) -> Ground:
    """What the functions of a region stand on."""
    here = floors[place.region]
    others = {
        region: Peer(floors[region].gateway.api.ref, floors[region].network.key.key_arn) for region in place.others
    }
    peers = Peers(app, place, others).known if others else {}
    return Ground(
        place=place,
        network=here.network,
        gateway=here.gateway,
        targets=targets(place, here.data, here.secrets.arns, here.network.key.key_arn, peers),
        layers=Layers(app, place, layers),
        key=here.network.key,
        rights=Rights(app, place),
        alarms=here.alarms,
    )


def group_of(function: Function) -> str:
    """The console of an endpoint, and the group in it: they are deployed together."""
    handler: Any = function.handler
    return str(handler.group)
