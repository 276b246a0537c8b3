"""The functions of a group of endpoints, or of the jobs: each made of its declaration and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

from cdk import grants
from cdk.alarms import Alarms, Limit, Watched
from cdk.findings import accepted
from cdk.gateway import Gateway
from cdk.layers import ARCHITECTURE, RUNTIME, Layers
from cdk.names import ALIAS, digest, shortened
from cdk.network import Network
from cdk.policies import allowed, role
from cdk.region import Place, RegionalStack
from cdk.rights import Rights
from cdk.sources import Source, source_of
from cdk.stage import Stage
from cdk.targets import Targets
from cdk.work import is_endpoint, reserved_of, work_of
from vault.runtime.registry import Function


@dataclass(frozen=True)
class Ground:
    """What the functions of a region stand on."""

    place: Place
    network: Network
    gateway: Gateway
    targets: Targets
    layers: Layers
    key: kms.IKey
    rights: Rights
    alarms: Alarms


def snapshots(stage: Stage) -> aws_lambda.CfnFunction.SnapStartProperty | None:
    """Snapshots of each published version, from which functions start, if the stage pays for keeping them."""
    return aws_lambda.CfnFunction.SnapStartProperty(apply_on="PublishedVersions") if stage.snap_start else None


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
            live = self.deployed(function, source_of(function))
            if is_endpoint(function.handler):
                self.routed(function, live)

    def deployed(
        self,
        function: Function,
        source: Source,
        extra: Iterable[iam.PolicyStatement] = (),
        shared: Iterable[str] = (),
    ) -> aws_lambda.CfnAlias:
        """The function with its role, its log, and the alias by which it is called.

        The role may do what the declaration says, and what is said in `extra` and by the `shared` policies.
        """
        part = Construct(self, function.name)
        handler: Any = function.handler
        log = self.log_group(function.name, self.ground.key)
        taken = self.role(part, function, [writes(log), *extra], shared)
        code = assets.Asset(part, "Code", path=str(source.folder))
        settings = grants.settings(handler, self.ground.targets)
        made = aws_lambda.CfnFunction(
            part,
            "Function",
            function_name=shortened(self.place.named(function.name)),
            description=told(handler),
            handler=source.handler,
            code=aws_lambda.CfnFunction.CodeProperty(s3_bucket=code.s3_bucket_name, s3_key=code.s3_object_key),
            role=taken.attr_arn,
            environment=aws_lambda.CfnFunction.EnvironmentProperty(variables=settings),
            logging_config=aws_lambda.CfnFunction.LoggingConfigProperty(log_group=log.ref, log_format="JSON"),
            **self.running(handler),
        )
        accepted(made, FINDINGS)
        running = (repr(work_of(handler)), self.place.stage.snap_start)
        state = self.resolve([code.asset_hash, self.ground.layers.state, settings, *running])
        version = aws_lambda.CfnVersion(part, f"Version{digest(state)}", function_name=made.ref)
        live = aws_lambda.CfnAlias(
            part, "Live", name=ALIAS, function_name=made.ref, function_version=version.attr_version
        )
        self.watched(part, made, handler)
        return live

    def running(self, handler: Any) -> dict[str, Any]:
        """On what it runs, and where; SnapStart keeps what its import has loaded."""
        work, network = work_of(handler), self.ground.network
        return {
            "runtime": RUNTIME,
            "architectures": [ARCHITECTURE],
            "layers": list(self.ground.layers.arns),
            "memory_size": work.memory,
            "timeout": work.seconds,
            "reserved_concurrent_executions": reserved_of(handler),
            "kms_key_arn": self.ground.key.key_arn,
            "snap_start": snapshots(self.place.stage),
            "vpc_config": aws_lambda.CfnFunction.VpcConfigProperty(
                security_group_ids=[network.functions.security_group_id],
                subnet_ids=network.vpc.select_subnets(subnet_group_name="functions").subnet_ids,
            ),
        }

    def role(
        self, part: Construct, function: Function, extra: Iterable[iam.PolicyStatement], shared: Iterable[str]
    ) -> iam.CfnRole:
        """A role that may do what the declaration says it uses here, and what is said beside that."""
        said = [*grants.statements(function.handler, self.ground.targets), *extra]
        uses = grants.used(function.handler, self.ground.targets)
        made = role(part, "Role", "lambda.amazonaws.com", said, [*self.ground.rights.granted_for(uses), *shared])
        made.role_name = self.place.role_named(function.name)
        return made

    def routed(self, function: Function, live: aws_lambda.CfnAlias) -> None:
        """The endpoint's path at the API."""
        handler: Any = function.handler
        gateway = self.ground.gateway
        part = Construct(self, f"{function.name}-route")
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
            authorization_type="AWS_IAM" if function.requires_iam else "NONE",
            target=f"integrations/{integration.ref}",
        )
        if not function.requires_iam:
            reason = "The function itself verifies the caller, by the rules of its declaration."
            accepted(route, {"AwsSolutions-APIG4": reason})

    def watched(self, part: Construct, made: aws_lambda.CfnFunction, handler: Any) -> None:
        """An alarm on what goes wrong in it."""
        errors = Watched("AWS/Lambda", "Errors", {"FunctionName": str(made.function_name)})
        self.ground.alarms.on(part, "Errors", f"{told(handler)} Fails.", errors, Limit(1))


FINDINGS = {
    "NIST.800.53.R5-LambdaDLQ": "Called synchronously, or by a queue that has a dead-letter queue.",
    "NIST.800.53.R5-LambdaConcurrency": "The API's throttle and the queues' concurrency bound it.",
    "AwsSolutions-L1": "The newest runtime for which SnapStart and every locked wheel are there.",
}


def writes(log: logs.CfnLogGroup) -> iam.PolicyStatement:
    """That a function writes its own log."""
    return allowed(("logs:CreateLogStream", "logs:PutLogEvents"), log.attr_arn)


def told(handler: Any) -> str:
    """What it does, in a line."""
    return str(handler.summary).splitlines()[0]
