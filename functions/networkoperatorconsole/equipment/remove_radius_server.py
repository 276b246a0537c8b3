"""Let no RADIUS server of the operator call from an address any more."""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import LocalizedText, text
from vault.kernel.permissions import Permission
from vault.kernel.placeholders import Placeholder
from vault.radius import servers
from vault.radius.fields import IpAddress
from vault.radius.references import RadiusServersRef
from vault.radius.servers import RadiusServerNotFound
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest


class RemoveRadiusServer(SignedInRequest):
    radius_servers: RadiusServersRef
    radius_server_ip: IpAddress


class RadiusServerRemoved(Response):
    success_text: LocalizedText
    radius_server_ip: str


@endpoint(
    "/networkoperatorconsole/equipment/removeRADIUSServer",
    requires=Permission.RADIUS_SERVERS_REMOVE,
    command="Operator.removeRadiusServer",
    raises=(RadiusServerNotFound,),
    uses=(Graph.WRITE,),
    example={"radius_server_ip": Placeholder.RADIUS_SERVER_IP},
)
def handler(body: RemoveRadiusServer, ctx: CallContext) -> RadiusServerRemoved:
    servers.remove_address(ctx, body.radius_servers, body.radius_server_ip)
    removed = text(Message.RADIUS_SERVER_REMOVED)
    return RadiusServerRemoved.from_value(body, success_text=removed, message=removed)
