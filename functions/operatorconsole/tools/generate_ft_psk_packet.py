"""Generate message 2 of an FT-PSK (802.11r) handshake with its whole key hierarchy."""

from vault.callers.model import CallContext
from vault.kernel.mac import MacAddress
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.packets import service as packets
from vault.packets.fields import AnySsid, MobilityDomainId, Psk, R0khId
from vault.packets.views import FtPacketView
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest


class GenerateFtPskPacket(SignedInRequest):
    nas_identifier: R0khId
    ssid: AnySsid
    psk: Psk
    bssid: MacAddress | None = None
    mac_address: MacAddress | None = None
    mdid: MobilityDomainId = "a1b2"

    def access_point(self) -> packets.AccessPoint:
        return packets.AccessPoint(self.nas_identifier, self.ssid, self.psk)


class FtPskPacket(Response, FtPacketView):
    """The packet with its key hierarchy."""


@endpoint(
    "/operatorconsole/tools/generateFTPSKPacket",
    requires=Permission.PACKETS_GENERATE,
    uses=(Graph.CONSISTENT_READ,),
    example={"nas_identifier": "lobby-ap01", "ssid": "Lobby", "psk": "correct horse battery"},
)
def handler(body: GenerateFtPskPacket, ctx: CallContext) -> FtPskPacket:
    roaming = packets.Roaming(body.mdid, body.bssid, body.mac_address)
    packet = packets.generate_ft_psk_packet(ctx, body.access_point(), roaming)
    return FtPskPacket.from_value(FtPacketView.from_ft_packet(packet), message=text(Message.FT_PSK_PACKET))
