"""The Lambda functions of a group of endpoints or of the jobs, derived from their declarations."""

from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3_assets as assets
from constructs import Construct

from cdk import grants
from cdk.accepted_findings import accept_findings
from cdk.alarms import Alarms, Limit, WatchedMetric
from cdk.code_assets import CodeAsset, code_asset_of
from cdk.gateway import Gateway, route_key
from cdk.layers import ARCHITECTURE, RUNTIME, Layers
from cdk.names import ALIAS, digest, shorten
from cdk.network import Network
from cdk.policies import log_write_statement, role
from cdk.region import Place, RegionalStack
from cdk.resource_names import ResourceNames
from cdk.shared_policies import SharedPolicies
from cdk.sizing import is_endpoint, reserved_of, sizing_of
from cdk.stage import Stage
from vault.runtime.declaration import Service
from vault.runtime.registry import Function


@dataclass(frozen=True)
class FunctionBase:
    place: Place
    network: Network
    gateway: Gateway
    resource_names: ResourceNames
    layers: Layers
    key: kms.IKey
    shared_policies: SharedPolicies
    alarms: Alarms


def snap_start(stage: Stage) -> aws_lambda.CfnFunction.SnapStartProperty | None:
    """SnapStart for each published version, if the stage pays for storing snapshots."""
    return aws_lambda.CfnFunction.SnapStartProperty(apply_on="PublishedVersions") if stage.snap_start else None


class Functions(RegionalStack):
    def __init__(self, scope: Construct, base: FunctionBase, group: str, functions: list[Function]) -> None:
        super().__init__(
            scope,
            f"functions-{group.replace('/', '-').replace('_', '-')}",
            base.place,
            f"VAULT: functions of {group}",
        )
        self.base = base
        for function in functions:
            live = self.create_function(function, code_asset_of(function))
            if is_endpoint(function.handler):
                self.add_route(function, live)

    def create_function(self, function: Function, source: CodeAsset) -> aws_lambda.CfnAlias:
        """The function with its role, its log, and the alias by which it is invoked."""
        part = Construct(self, function.name)
        handler: Any = function.handler
        log = self.log_group(function.name, self.base.key)
        function_role = self.create_role(part, function, log)
        code = assets.Asset(part, "Code", path=str(source.folder))
        settings = grants.settings(handler, self.base.resource_names)
        lambda_function = aws_lambda.CfnFunction(
            part,
            "Function",
            function_name=shorten(self.place.resource_name(function.name)),
            description=_description_of(handler),
            handler=source.handler,
            code=aws_lambda.CfnFunction.CodeProperty(s3_bucket=code.s3_bucket_name, s3_key=code.s3_object_key),
            role=function_role.attr_arn,
            environment=aws_lambda.CfnFunction.EnvironmentProperty(variables=settings),
            logging_config=aws_lambda.CfnFunction.LoggingConfigProperty(log_group=log.ref, log_format="JSON"),
            **self.runtime_properties(handler),
        )
        accept_findings(lambda_function, ACCEPTED_FINDINGS)
        sizing = (repr(sizing_of(handler)), self.place.stage.snap_start)
        state = self.resolve([code.asset_hash, self.base.layers.state, settings, *sizing])
        self.base.alarms.add_alarm(
            part, "Errors", f"{_description_of(handler)} Fails.", errors_metric(lambda_function), Limit(1)
        )
        return publish_version(part, lambda_function, state)

    def runtime_properties(self, handler: Any) -> dict[str, Any]:
        sizing, network = sizing_of(handler), self.base.network
        return {
            "runtime": RUNTIME,
            "architectures": [ARCHITECTURE],
            "layers": list(self.base.layers.arns),
            "memory_size": sizing.memory,
            "timeout": sizing.seconds,
            "reserved_concurrent_executions": reserved_of(handler, self.place.stage),
            "kms_key_arn": self.base.key.key_arn,
            "snap_start": snap_start(self.place.stage),
            "vpc_config": aws_lambda.CfnFunction.VpcConfigProperty(
                security_group_ids=[group.security_group_id for group in _security_groups(handler, network)],
                subnet_ids=network.vpc.select_subnets(subnet_group_name="functions").subnet_ids,
            ),
        }

    def create_role(self, part: Construct, function: Function, log: logs.CfnLogGroup) -> iam.CfnRole:
        """A role that may do what the declaration uses in this region, and write its log."""
        statements = [*grants.statements(function.handler, self.base.resource_names), log_write_statement(log)]
        uses = grants.uses_in_region(function.handler, self.base.resource_names)
        created = role(part, "Role", "lambda.amazonaws.com", statements, self.base.shared_policies.arns_for(uses))
        created.role_name = self.place.role_name(function.name)
        return created

    def add_route(self, function: Function, live: aws_lambda.CfnAlias) -> None:
        gateway = self.base.gateway
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
            route_key=route_key(function),
            authorization_type="AWS_IAM" if function.requires_iam else "NONE",
            target=f"integrations/{integration.ref}",
        )
        if not function.requires_iam:
            reason = "The function itself verifies the caller, by the rules of its declaration."
            accept_findings(route, {"AwsSolutions-APIG4": reason})


ACCEPTED_FINDINGS = {
    "NIST.800.53.R5-LambdaDLQ": "Called synchronously, or by a queue that has a dead-letter queue.",
    "NIST.800.53.R5-LambdaConcurrency": "The API's throttle and the queues' concurrency bound it.",
    "AwsSolutions-L1": "The newest runtime for which SnapStart and every locked wheel are there.",
}


def publish_version(scope: Construct, function: aws_lambda.CfnFunction, state: object) -> aws_lambda.CfnAlias:
    """The alias by which the function is invoked, with a new version whenever `state` is another."""
    version = aws_lambda.CfnVersion(scope, f"Version{digest(state)}", function_name=function.ref)
    return aws_lambda.CfnAlias(
        scope, "Live", name=ALIAS, function_name=function.ref, function_version=version.attr_version
    )


def errors_metric(function: aws_lambda.CfnFunction) -> WatchedMetric:
    return WatchedMetric("AWS/Lambda", "Errors", {"FunctionName": str(function.function_name)})


def _security_groups(handler: Any, network: Network) -> list[ec2.SecurityGroup]:
    """Graph and cache know the first one; the second one opens every port to those that reach devices."""
    is_for_venues = any(use.value.any_port for use in handler.uses if isinstance(use, Service))
    return [network.functions, *([network.venues] if is_for_venues else [])]


def _description_of(handler: Any) -> str:
    return str(handler.summary).splitlines()[0]
