"""The demo's gateway: the simulated MikroTik at a venue, with VLANs on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.processes import HOST
from local.routeros import client
from vault.adapters import gateways
from vault.adapters.gateway_session import GatewayLogin, Maker, VlanOrder

if TYPE_CHECKING:
    from local.example_values import Console


def add_gateway(admin: Console, venue_id: str, prepared_vlan: int) -> dict[str, Any]:
    """Add the router to a venue, where an installer has prepared one VLAN; return what its equipment was added with."""
    router = client.describe()
    login = {
        "IPAddress": HOST,
        "Port": router["ports"]["api"],
        "ConnectionProtocol": "http",
        "Username": router["username"],
        "Password": router["password"],
        "EquipmentType": "Gateway",
        "Manufacturer": Maker.MIKROTIK,
    }
    _prepare(login, prepared_vlan)
    path = "/networkoperatorconsole/venues/addVenueEquipment"
    admin.call(path, VenueID=venue_id, EquipmentID="GATEWAY-01", Model="RB5009", **login)
    return login


def _prepare(login: dict[str, Any], vlan: int) -> None:
    """Set a VLAN up and switch it off, as it is before anybody lives in its unit."""
    named = GatewayLogin(
        Maker.MIKROTIK, HOST, login["Port"], is_tls=False, username=login["Username"], password=login["Password"]
    )
    session = gateways.open_session(named)
    try:
        for is_on in (True, False):
            session.read([vlan])
            session.apply(VlanOrder(vlan, is_on=is_on))
    finally:
        session.close()
