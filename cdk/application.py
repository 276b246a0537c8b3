"""The CDK app: the stacks of a stage, region by region, beginning with its home region."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import Validations
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks

from cdk.alarms import Alarms
from cdk.api_stage import ApiStage
from cdk.data import Data
from cdk.functions import FunctionBase, Functions
from cdk.gateway import Gateway
from cdk.jobs import Jobs
from cdk.layers import Layers
from cdk.network import Network
from cdk.observability import Observability
from cdk.onboarding import Onboarding
from cdk.outside_secrets import OutsideSecrets
from cdk.peer_regions import PeerRegion, PeerRegions
from cdk.queues import Queues
from cdk.region import Place
from cdk.resource_names import build_resource_names
from cdk.shared_policies import SharedPolicies
from cdk.sizing import is_for_radius
from cdk.stage import Stage, load_context, parse_stage
from cdk.triggers import Triggers
from layers import build
from vault.runtime.registry import Function, find
from vault.runtime.registry import Functions as Catalogue

OUTPUT = "build/cdk.out"


@dataclass(frozen=True)
class RegionBase:
    network: Network
    data: Data
    alarms: Alarms
    queues: Queues
    gateway: Gateway
    secrets: OutsideSecrets


def build_app(stage: str | None = None, outdir: str = OUTPUT) -> cdk.App:
    """The app of a stage (by default the one that the CDK context names) with its layers built. Raises StageInvalid."""
    context = load_context()
    app = cdk.App(outdir=outdir, context=context)
    add_stacks(app, parse_stage(context, stage or app.node.try_get_context("stage")), build.build_layers(), find())
    add_security_checks(app)
    return app


def add_security_checks(app: cdk.App) -> None:
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), NIST80053R5Checks(app))


def add_stacks(app: cdk.App, stage: Stage, layers: tuple[Path, ...], catalogue: Catalogue) -> None:
    bases: dict[str, RegionBase] = {}
    for region in (stage.home_region, *sorted(set(stage.regions) - {stage.home_region})):
        origin = bases[stage.home_region].data if bases else None
        bases[region] = _create_region_base(app, Place(stage, region), origin, catalogue)
    for region in bases:
        _add_functions(app, Place(stage, region), bases, layers, catalogue)


def _create_region_base(app: cdk.App, place: Place, origin: Data | None, catalogue: Catalogue) -> RegionBase:
    """The stacks below the functions; `origin` is the data of the home region, None in that region itself."""
    network = Network(app, place)
    alarms = Alarms(app, place, network.key)
    return RegionBase(
        network=network,
        data=Data(app, place, network, origin),
        alarms=alarms,
        queues=Queues(app, place, network.key, alarms, catalogue.by_queue),
        gateway=Gateway(app, place),
        secrets=OutsideSecrets(app, place, network.key),
    )


def _add_functions(
    app: cdk.App, place: Place, bases: Mapping[str, RegionBase], layers: tuple[Path, ...], catalogue: Catalogue
) -> None:
    function_base = _create_function_base(app, place, bases, layers)
    region_base = bases[place.region]
    by_group = sorted(catalogue.endpoints.values(), key=lambda found: (_group_of(found), found.name))
    groups = [
        Functions(app, function_base, group, list(functions))
        for group, functions in itertools.groupby(by_group, key=_group_of)
    ]
    for_radius = [function for function in by_group if is_for_radius(function.handler)]
    api_stage = ApiStage(app, place, region_base.gateway, region_base.network.key, for_radius)
    for group in groups:
        api_stage.add_stack_dependency(group)
    Jobs(
        app, function_base, region_base.queues, [*catalogue.by_queue.values(), *(job for _, job in catalogue.scheduled)]
    )
    if place.is_home:
        Triggers(app, place, region_base.network.key, region_base.alarms)
    if place.is_primary:
        Onboarding(app, function_base)
    Observability(app, place, region_base.alarms, region_base.gateway.api.ref, region_base.data)


def _create_function_base(
    app: cdk.App, place: Place, bases: Mapping[str, RegionBase], layers: tuple[Path, ...]
) -> FunctionBase:
    region_base = bases[place.region]
    others = {
        region: PeerRegion(bases[region].gateway.api.ref, bases[region].network.key.key_arn) for region in place.others
    }
    peers = PeerRegions(app, place, others).known if others else {}
    return FunctionBase(
        place=place,
        network=region_base.network,
        gateway=region_base.gateway,
        resource_names=build_resource_names(
            place, region_base.network, region_base.data, region_base.secrets.arns, peers
        ),
        layers=Layers(app, place, layers),
        key=region_base.network.key,
        shared_policies=SharedPolicies(app, place),
        alarms=region_base.alarms,
    )


def _group_of(function: Function) -> str:
    """The console of an endpoint and the group in it, deployed as one stack."""
    handler: Any = function.handler
    return str(handler.group)
