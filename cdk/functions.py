"""The functions of a group of endpoints, or of the jobs: each made of its declaration and nothing else."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

from cdk import grants
from cdk.findings import accepted
from cdk.gateway import ALIAS, Gateway
from cdk.layers import ARCHITECTURE, RUNTIME, Layers
from cdk.network import Network
from cdk.policies import allowed, role
from cdk.region import Place, RegionalStack
from cdk.rights import Rights
from vault.runtime.catalogue import Function
from vault.runtime.declaration import Service

ROOT = Path(__file__).parents[1]
STAGING = ROOT / "build" / "functions"
LONGEST = 45
API_SECONDS = 29
"""API Gateway waits thirty."""


@dataclass(frozen=True)
class Work:
    """Memory (MB; 1,769 are one processor) and time that a function gets."""

    memory: int
    seconds: int


ANSWERS = Work(1024, API_SECONDS)
DERIVES_KEYS = Work(1792, API_SECONDS)
BACKGROUND = Work(1792, 300)


def work_of(handler: Any) -> Work:
    """The class of work that a declaration tells."""
    if not hasattr(handler, "path"):
        return BACKGROUND
    return DERIVES_KEYS if Service.KMS in handler.uses else ANSWERS


@dataclass(frozen=True)
class Ground:
    """What the functions of a region stand on."""

    place: Place
    network: Network
    gateway: Gateway
    targets: grants.Targets
    layers: Layers
    key: kms.IKey
    rights: Rights
    alarms: str


class Functions(RegionalStack):
    """A group of functions, which only grows by what is declared in its folder."""

    def __init__(self, scope: Construct, ground: Ground, group: str, functions: list[Function]) -> None:
        super().__init__(
            scope,
            f"functions-{group.replace('/', '-').replace('_', '-')}",
            ground.place,
            f"VAULT: functions of {group}",
        )
        self.ground = ground
        for function in functions:
            live = self.deployed(function)
            if hasattr(function.handler, "path"):
                self.routed(function, live)

    def deployed(self, function: Function) -> aws_lambda.CfnAlias:
        """The function with its role, its log, and the alias by which it is called."""
        name = short(function.name)
        part = Construct(self, name)
        handler: Any = function.handler
        named = self.ground.place.named(name)
        log = self.log_group(name, self.ground.key)
        code = assets.Asset(part, "Code", path=str(staged(function)))
        made = self.function(part, function, named, log, code)
        state = self.resolve(
            [code.asset_hash, self.ground.layers.state, grants.settings(handler.uses, self.ground.targets)]
        )
        version = aws_lambda.CfnVersion(part, f"Version{digest(state)}", function_name=made.ref)
        live = aws_lambda.CfnAlias(
            part, "Live", name=ALIAS, function_name=made.ref, function_version=version.attr_version
        )
        self.watched(part, named, handler)
        return live

    def function(
        self, part: Construct, function: Function, named: str, log: logs.CfnLogGroup, code: assets.Asset
    ) -> aws_lambda.CfnFunction:
        """The Lambda function itself."""
        handler: Any = function.handler
        work = work_of(handler)
        network = self.ground.network
        made = aws_lambda.CfnFunction(
            part,
            "Function",
            function_name=named,
            description=handler.summary.splitlines()[0],
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            handler=f"functions.{function.name.replace('-', '.')}.handler",
            code=aws_lambda.CfnFunction.CodeProperty(s3_bucket=code.s3_bucket_name, s3_key=code.s3_object_key),
            layers=list(self.ground.layers.arns),
            memory_size=work.memory,
            timeout=work.seconds,
            role=self.role(part, handler, log).attr_arn,
            kms_key_arn=self.ground.key.key_arn,
            snap_start=aws_lambda.CfnFunction.SnapStartProperty(apply_on="PublishedVersions"),
            environment=aws_lambda.CfnFunction.EnvironmentProperty(
                variables=grants.settings(handler.uses, self.ground.targets)
            ),
            logging_config=aws_lambda.CfnFunction.LoggingConfigProperty(log_group=log.ref, log_format="JSON"),
            vpc_config=aws_lambda.CfnFunction.VpcConfigProperty(
                security_group_ids=[network.functions.security_group_id],
                subnet_ids=network.vpc.select_subnets(subnet_group_name="functions").subnet_ids,
            ),
        )
        accepted(
            made,
            {
                "NIST.800.53.R5-LambdaDLQ": "Called synchronously, or by a queue that has a dead-letter queue.",
                "NIST.800.53.R5-LambdaConcurrency": "The API's throttle and the queues' concurrency bound it.",
                "AwsSolutions-L1": "The newest runtime for which SnapStart and every locked wheel are there.",
            },
        )
        return made

    def role(self, part: Construct, handler: Any, log: logs.CfnLogGroup) -> iam.CfnRole:
        """A role that may do what the declaration says it uses, and write its own log."""
        said = [
            *grants.statements(handler.uses, self.ground.targets),
            allowed(("logs:CreateLogStream", "logs:PutLogEvents"), log.attr_arn),
        ]
        return role(part, "Role", "lambda.amazonaws.com", said, self.ground.rights.granted_for(handler.uses))

    def routed(self, function: Function, live: aws_lambda.CfnAlias) -> None:
        """The endpoint's path at the API."""
        handler: Any = function.handler
        gateway = self.ground.gateway
        part = Construct(self, f"{short(function.name)}-route")
        integration = apigateway.CfnIntegration(
            part,
            "Integration",
            api_id=gateway.api.ref,
            integration_type="AWS_PROXY",
            integration_uri=live.ref,
            payload_format_version="2.0",
            credentials_arn=gateway.invoker.attr_arn,
        )
        route = apigateway.CfnRoute(
            part,
            "Route",
            api_id=gateway.api.ref,
            route_key=f"POST {handler.path}",
            authorization_type="NONE",
            target=f"integrations/{integration.ref}",
        )
        accepted(
            route, {"AwsSolutions-APIG4": "The function itself verifies the caller, by the rules of its declaration."}
        )

    def watched(self, part: Construct, named: str, handler: Any) -> None:
        """An alarm on what goes wrong in it."""
        cloudwatch.CfnAlarm(
            part,
            "Errors",
            alarm_description=f"{handler.summary.splitlines()[0]} Fails.",
            namespace="AWS/Lambda",
            metric_name="Errors",
            dimensions=[cloudwatch.CfnAlarm.DimensionProperty(name="FunctionName", value=named)],
            statistic="Sum",
            period=300,
            evaluation_periods=1,
            threshold=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[self.ground.alarms],
        )


def short(name: str) -> str:
    """A function's name with room left for the stage's; the end of a long one is a hash."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 7]}-{digest(name)[:6]}"


def digest(state: object) -> str:
    """A name for a state: another state has another one, which is how a version of its own comes to be."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:12]


def staged(function: Function) -> Path:
    """A folder with the function's one module, where its package stands."""
    module = Path("functions", *function.name.split("-")).with_suffix(".py")
    target = STAGING / function.name
    shutil.rmtree(target, ignore_errors=True)
    for folder in module.parents[:-1]:
        (target / folder).mkdir(parents=True, exist_ok=True)
        (target / folder / "__init__.py").write_text("")
    shutil.copyfile(ROOT / module, target / module)
    return target
