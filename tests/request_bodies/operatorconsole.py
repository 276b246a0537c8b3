"""The smallest valid body of each endpoint of the operator console, about things of a given place."""

from collections.abc import Mapping

from tests.request_bodies.scene import Body, BodyOf, venue_body


def packet_body() -> Body:
    """An SSID and a key of it."""
    return {"NAS-Identifier": "lobby-ap01", "SSID": "Lobby", "PSK": "correct horse battery"}


BODIES: Mapping[str, BodyOf] = {
    "/operatorconsole/tools/generateCambiumEPSKPacket": lambda _: packet_body(),
    "/operatorconsole/tools/generateFTPSKPacket": lambda _: packet_body(),
    "/operatorconsole/tools/generateRuckusDPSKAttribute153": lambda scene: venue_body(scene) | {"SSID": "Lobby"},
    "/operatorconsole/tools/generateWPA2PSKPacket": lambda _: packet_body(),
}
