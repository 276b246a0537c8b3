"""The function that creates operators: it has no route and is invoked by name."""

from aws_cdk import CfnOutput
from constructs import Construct

from cdk.code_assets import layer_code_asset
from cdk.functions import FunctionBase, Functions
from cdk.names import ONBOARD
from vault.onboarding import lambda_handler
from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import Job
from vault.runtime.registry import Function

COMMAND = Job(
    name=ONBOARD,
    handler=lambda_handler.handler,
    summary="Make an operator, the provider or a RADIUS server.",
    uses=(
        Graph.WRITE,
        Queue.NOTIFICATIONS,
        Service.COGNITO_POOLS,
        Service.COGNITO_READ,
        Service.COGNITO_WRITE,
        Service.KMS,
        Service.KMS_DATA_KEYS,
        Service.REDIS,
    ),
)


class Onboarding(Functions):
    """The graph and the cache are not reachable from outside the network, so the command runs inside."""

    def __init__(self, scope: Construct, base: FunctionBase) -> None:
        super().__init__(scope, base, COMMAND.name, [])
        source = layer_code_asset(COMMAND.name, f"{lambda_handler.__name__}.{lambda_handler.handler.__name__}")
        live = self.create_function(Function(COMMAND.name, COMMAND), source)
        CfnOutput(self, "Command", value=live.ref, description="What `make operator STAGE=…` invokes")
