"""Generate message 2 of a WPA2-PSK handshake as a Cambium access point with ePSK forwards it."""

from vault.callers.model import CallContext
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.packets import service as packets
from vault.packets.fields import AnySsid, NasIdentifier, Passphrase
from vault.packets.views import PacketView
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Response, SignedInRequest

EAPOL_VERSION = 1


class GenerateCambiumEpskPacket(SignedInRequest):
    nas_identifier: NasIdentifier
    ssid: AnySsid
    psk: Passphrase


class CambiumEpskPacket(Response, PacketView):
    """The packet with the values that it derives from."""


@endpoint(
    "/operatorconsole/tools/generateCambiumEPSKPacket",
    requires=Permission.PACKETS_GENERATE,
    uses=(Graph.CONSISTENT_READ,),
    example={"nas_identifier": "lobby-ap01", "ssid": "Lobby", "psk": "correct horse battery"},
)
def handler(body: GenerateCambiumEpskPacket, ctx: CallContext) -> CambiumEpskPacket:
    access_point = packets.AccessPoint(body.nas_identifier, body.ssid, body.psk)
    packet = packets.generate_wpa2_packet(ctx, access_point, EAPOL_VERSION)
    return CambiumEpskPacket.from_value(PacketView.from_packet(packet), message=text(Message.CAMBIUM_PACKET))
