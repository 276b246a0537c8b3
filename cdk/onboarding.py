"""The function that creates operators: it has no route and is invoked by name."""

from aws_cdk import CfnOutput
from constructs import Construct

from cdk.code_assets import layer_code_asset
from cdk.functions import FunctionBase, Functions
from cdk.names import ONBOARD
from cdk.policies import allow
from vault.onboarding import lambda_handler
from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import Job
from vault.runtime.registry import Function

COMMAND = Job(
    name=ONBOARD,
    handler=lambda_handler.handler,
    summary="Make an operator, the provider or a RADIUS server.",
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.COGNITO, Service.KMS, Service.REDIS),
)


class Onboarding(Functions):
    """The graph and the cache are not reachable from outside the network, so the command runs inside."""

    def __init__(self, scope: Construct, base: FunctionBase) -> None:
        super().__init__(scope, base, COMMAND.name, [])
        source = layer_code_asset(COMMAND.name, f"{lambda_handler.__name__}.{lambda_handler.handler.__name__}")
        makes_keys = allow(("kms:GenerateDataKey",), base.resource_names.data_key)
        live = self.create_function(
            Function(COMMAND.name, COMMAND), source, extra=[makes_keys], shared=[base.shared_policies.pools]
        )
        CfnOutput(self, "Command", value=live.ref, description="What `make operator STAGE=…` invokes")
