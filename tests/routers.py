"""Sessions with a simulated MikroTik, and what to look for in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from local.routeros.device import Device, Row
from local.routeros.simulator import HOST, RouterOs
from local.routeros.traps import Trap
from vault.adapters.gateway_session import GatewayLogin, GatewaySession, Maker, SpeedLimits, VlanOrder
from vault.adapters.gateways import SYSTEM, open_session
from vault.adapters.routeros.router import CommandRefused, CommandReply
from vault.adapters.systems import Limits

VLAN = 1050
NAME = f"vault-{VLAN}"
LIMITS = SpeedLimits(up=20_000_000, down=100_000_000)
OFF = VlanOrder(VLAN, is_on=False)
ON = VlanOrder(VLAN, is_on=True, limits=LIMITS)
REMOVAL = VlanOrder(VLAN, is_on=False, is_removal=True)
PARTS = (
    "/interface/vlan",
    "/ip/address",
    "/ip/pool",
    "/ip/dhcp-server/network",
    "/ip/dhcp-server",
    "/interface/list/member",
    "/queue/simple",
)
"""The tables in which a VLAN has a row."""


def login_to(router: RouterOs, service: str = "api", **changes: Any) -> GatewayLogin:
    """How to sign in to a service of a router."""
    is_tls = service.endswith("-ssl")
    login = GatewayLogin(Maker.MIKROTIK, HOST, router.ports[service], is_tls, router.username, router.password)
    return replace(login, **changes)


def switch_on(vlan: int, limits: SpeedLimits = LIMITS, network: str | None = None) -> VlanOrder:
    """An order."""
    return VlanOrder(vlan, is_on=True, limits=limits, network=network)


@contextmanager
def session_with(
    router: RouterOs, service: str = "api", limits: Limits = SYSTEM.limits, **changes: Any
) -> Iterator[GatewaySession]:
    """A session that is closed at the end."""
    session = open_session(login_to(router, service, **changes), limits)
    try:
        yield session
    finally:
        session.close()


def apply(router: RouterOs, *orders: VlanOrder, service: str = "api") -> None:
    """One session that reads and then applies these orders."""
    with session_with(router, service) as session:
        session.read([order.vlan for order in orders])
        for order in orders:
            session.apply(order)


def rows_of_ours(router: RouterOs, name: str = NAME) -> dict[str, list[Row]]:
    """The rows of a VLAN that VAULT made, by table."""
    network = {row["address"] for row in router.rows("/ip/address") if row["interface"] == name}
    prefixes = {address.rpartition(".")[0] for address in network}
    return {path: [row for row in router.rows(path) if _is_part(row, name, prefixes)] for path in PARTS}


def _is_part(row: Row, name: str, prefixes: set[str]) -> bool:
    has_prefix = row.get("address", "").rpartition(".")[0] in prefixes
    return name in {row.get("name"), row.get("interface")} or has_prefix


class DirectRouter:
    """The tables of a device, without a connection."""

    transport = "api"
    fingerprint = ""

    def __init__(self, device: Device) -> None:
        self.device = device

    def run(self, table: str, command: str, attributes: Mapping[str, str]) -> CommandReply:
        try:
            rows = self.device.run(table, command, attributes)
        except Trap as trap:
            may_be_done = "already" in trap.message or "exists" in trap.message
            raise CommandRefused(table, trap.message, may_be_done=may_be_done) from None
        return CommandReply(ret=rows[0]["ret"]) if command == "add" else CommandReply(rows)

    def close(self) -> None:
        """Nothing to close."""
