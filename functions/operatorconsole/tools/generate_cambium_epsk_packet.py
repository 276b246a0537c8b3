"""Generate message 2 of a WPA2-PSK handshake as a Cambium access point with ePSK passes it on."""

from vault.callers.model import Caller
from vault.kernel.message_keys import Message
from vault.kernel.messages import text
from vault.kernel.permissions import Permission
from vault.packets import service as packets
from vault.packets import shown
from vault.packets.fields import NasIdentifier, NetworkName, Passphrase
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Request, Response

EAPOL_VERSION = 1


class GenerateCambiumEpskPacket(Request):
    access_token: str
    nas_identifier: NasIdentifier
    ssid: NetworkName
    psk: Passphrase


class CambiumEpskPacket(Response):
    anonce: str
    snonce: str
    bssid: str
    mac_address: str
    eapol_frame: str
    pmk: str
    key_version: int
    mic_algorithm: str


@endpoint(
    "/operatorconsole/tools/generateCambiumEPSKPacket",
    requires=Permission.PACKETS_GENERATE,
    uses=(Graph.CONSISTENT_READ,),
)
def handler(body: GenerateCambiumEpskPacket, caller: Caller) -> CambiumEpskPacket:
    network = packets.Network(body.nas_identifier, body.ssid, body.psk)
    made = packets.wpa2(caller, network, EAPOL_VERSION)
    return CambiumEpskPacket(message=text(Message.CAMBIUM_PACKET), **shown.packet(made))
