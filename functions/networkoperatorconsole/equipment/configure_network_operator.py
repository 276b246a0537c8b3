"""Change the operator's settings: all that are given, or none."""

from vault.callers.model import CallContext
from vault.configuration import operators
from vault.configuration.model import VlanRangeInvalid
from vault.configuration.operator import OperatorSettings
from vault.configuration.operator_references import ConfiguredOperatorRef
from vault.configuration.source_networks import SourceNetworksExcludeCaller
from vault.kernel.outgoing_addresses import AddressRefused
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.keypools.model import KeypoolExists, KeypoolLimitReached
from vault.notifications.own_templates import TEMPLATE_ERRORS
from vault.runtime.endpoint import Graph, Queue, endpoint
from vault.runtime.models import ResponseWithStatus, SignedInRequest


class ConfigureNetworkOperator(SignedInRequest, OperatorSettings):
    operator: ConfiguredOperatorRef


class NetworkOperatorConfigured(ResponseWithStatus):
    webhook_signing_secret: str | None = None


@endpoint(
    "/networkoperatorconsole/equipment/configureNetworkOperator",
    requires=Permission.OPERATOR_CONFIGURE,
    command="Operator.configure",
    raises=(
        AddressRefused,
        VlanRangeInvalid,
        SourceNetworksExcludeCaller,
        KeypoolExists,
        KeypoolLimitReached,
        *TEMPLATE_ERRORS,
    ),
    uses=(Graph.WRITE, Queue.ISSUE_KEYS),
    takes_large_body=True,
    example={"address_line_2": f"Suite {Placeholder.UNIQUE}"},
)
def handler(body: ConfigureNetworkOperator, ctx: CallContext) -> NetworkOperatorConfigured:
    configured = operators.configure(ctx, body.operator, body)
    return NetworkOperatorConfigured.from_value(configured, message=configured.message)
