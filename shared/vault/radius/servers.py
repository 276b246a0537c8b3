"""The RADIUS servers of an operator, and where they call from."""

import ipaddress
from collections.abc import Iterable
from typing import Self

from vault.audit import entries as audit
from vault.audit.events import AuditEvent
from vault.callers.model import WriteContext
from vault.graph.schema import Edge, Prop, Row
from vault.graph.steps import Steps, T, __, with_properties
from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.values import value

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class RadiusServerNotFound(DomainError):
    """No RADIUS server of the operator may call from this address."""

    code = ErrorCode.RADIUS_SERVER_NOT_FOUND
    kind = Kind.NOT_FOUND


@value
class ServerNetworks:
    """A RADIUS server and the networks that it may call from, as they are stored."""

    id: str
    name: str
    networks: str

    @classmethod
    def from_vertex(cls, vertex: Row) -> Self:
        return cls(vertex[T.id], vertex[Prop.NAME], vertex[Prop.SOURCE_IPS_ALLOWED])

    def without_address(self, address: Address) -> str:
        networks = map(ipaddress.ip_network, self.networks.split())
        return " ".join(str(part) for network in networks for part in _exclude(network, address))


@value
class RadiusServers:
    operator_id: str
    servers: tuple[ServerNetworks, ...]
    venue_ids: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Row) -> Self:
        return cls(row["id"], tuple(map(ServerNetworks.from_vertex, row["servers"])))

    @property
    def id(self) -> str:
        return self.operator_id


def operator_with_servers(operator: Steps) -> Steps:
    servers = __.out(Edge.HAS_RADIUS_SERVER).element_map().fold()
    return operator.project("id", "servers").by(T.id).by(servers)


def remove_address(ctx: WriteContext, servers: RadiusServers, address: str) -> None:
    """Let no server call from the address any more; one that has no other address is removed.

    Raises RadiusServerNotFound.
    """
    remaining = {server: server.without_address(ipaddress.ip_address(address)) for server in servers.servers}
    changed = {server: networks for server, networks in remaining.items() if networks != server.networks}
    if not changed:
        raise RadiusServerNotFound
    for server, networks in changed.items():
        vertex = __.V(server.id)
        ctx.tx.guard(__.V(server.id).has(Prop.SOURCE_IPS_ALLOWED, server.networks))
        ctx.tx.change(with_properties(vertex, **{Prop.SOURCE_IPS_ALLOWED: networks}) if networks else vertex.drop())
        event = AuditEvent.RADIUS_SERVER_CHANGED if networks else AuditEvent.RADIUS_SERVER_REMOVED
        audit.record(ctx, event, server=server.id, addresses=networks)


def _exclude(network: Network, address: Address) -> Iterable[Network]:
    """The network in parts, without the address."""
    if isinstance(network, ipaddress.IPv4Network) and isinstance(address, ipaddress.IPv4Address):
        return network.address_exclude(ipaddress.IPv4Network(address)) if address in network else (network,)
    if isinstance(network, ipaddress.IPv6Network) and isinstance(address, ipaddress.IPv6Address):
        return network.address_exclude(ipaddress.IPv6Network(address)) if address in network else (network,)
    return (network,)
