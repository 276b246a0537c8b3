"""The configuration that a router has from the factory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.routeros.device import Device

PORTS = 5
COMMENT = "defconf"
RULES: tuple[dict[str, str], ...] = (
    {"chain": "input", "action": "accept", "connection-state": "established,related,untracked"},
    {"chain": "input", "action": "drop", "connection-state": "invalid"},
    {"chain": "input", "action": "accept", "protocol": "icmp"},
    {"chain": "input", "action": "drop", "in-interface-list": "!LAN"},
    {"chain": "forward", "action": "accept", "ipsec-policy": "in,ipsec"},
    {"chain": "forward", "action": "accept", "ipsec-policy": "out,ipsec"},
    {"chain": "forward", "action": "fasttrack-connection", "connection-state": "established,related"},
    {"chain": "forward", "action": "accept", "connection-state": "established,related,untracked"},
    {"chain": "forward", "action": "drop", "connection-state": "invalid"},
    {
        "chain": "forward",
        "action": "drop",
        "connection-state": "new",
        "connection-nat-state": "!dstnat",
        "in-interface-list": "WAN",
    },
)


def configure(device: Device) -> None:
    """Ports, a bridge with a DHCP server, and the firewall, whose first rule of `forward` only counts."""
    for number in range(1, PORTS + 1):
        device.run("/interface/ethernet", "add", {"name": f"ether{number}"})
    device.run("/interface/bridge", "add", {"name": "bridge", "comment": COMMENT})
    for name, interface in (("WAN", "ether1"), ("LAN", "bridge")):
        device.run("/interface/list", "add", {"name": name, "comment": COMMENT})
        device.run("/interface/list/member", "add", {"list": name, "interface": interface, "comment": COMMENT})
    device.run("/ip/address", "add", {"address": "192.168.88.1/24", "interface": "bridge", "comment": COMMENT})
    device.run("/ip/pool", "add", {"name": "default-dhcp", "ranges": "192.168.88.10-192.168.88.254"})
    server = {"name": COMMENT, "interface": "bridge", "address-pool": "default-dhcp", "disabled": "no"}
    device.run("/ip/dhcp-server", "add", server)
    network = {"address": "192.168.88.0/24", "gateway": "192.168.88.1", "comment": COMMENT}
    device.run("/ip/dhcp-server/network", "add", network)
    device.run("/ip/firewall/filter", "add", {"chain": "forward", "action": "passthrough"})
    device.rows["/ip/firewall/filter"][0]["dynamic"] = "true"
    for rule in RULES:
        device.run("/ip/firewall/filter", "add", {**rule, "comment": COMMENT})
