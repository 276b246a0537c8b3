"""The function that makes operators: no route leads to it, whoever may invoke it does so by name."""

from aws_cdk import CfnOutput
from constructs import Construct

from cdk.functions import Functions, Ground
from cdk.names import ONBOARD
from cdk.policies import allowed
from cdk.sources import in_a_layer
from vault.onboarding import invoked
from vault.runtime.endpoint import Graph, Queue, Service
from vault.runtime.job import Job
from vault.runtime.registry import Function

COMMAND = Job(
    name=ONBOARD,
    handler=invoked.handler,
    summary="Make an operator, the provider or a RADIUS server.",
    uses=(Graph.WRITE, Queue.NOTIFICATIONS, Service.COGNITO, Service.KMS, Service.REDIS),
)


class Onboarding(Functions):
    """Neither the graph nor the cache can be reached from outside the network, so the command runs inside."""

    def __init__(self, scope: Construct, ground: Ground) -> None:
        super().__init__(scope, ground, COMMAND.name, [])
        source = in_a_layer(COMMAND.name, f"{invoked.__name__}.{invoked.handler.__name__}")
        makes_keys = allowed(("kms:GenerateDataKey",), ground.targets.data_key)
        live = self.deployed(Function(COMMAND.name, COMMAND), source, extra=[makes_keys], shared=[ground.rights.pools])
        CfnOutput(self, "Command", value=live.ref, description="What `make operator STAGE=…` invokes")
