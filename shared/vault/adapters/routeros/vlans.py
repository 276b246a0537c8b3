"""One VLAN at a router: look at what is there, add what lacks, change only what is ours."""

from ipaddress import IPv4Network

from vault.adapters.gateway_session import Unsupported, VlanOrder, VlanRefused, VlanState
from vault.adapters.routeros.firewall import add_member, keep_units_apart, remove_member
from vault.adapters.routeros.networks import (
    NoNetworkLeft,
    choose_network,
    lease_range,
    parse_network,
    parse_own_network,
    router_address,
)
from vault.adapters.routeros.queues import find_queue, read_limits, set_limits
from vault.adapters.routeros.router import Row
from vault.adapters.routeros.tables import (
    ADDRESSES,
    COMMENT,
    DHCP_NETWORKS,
    DHCP_SERVERS,
    POOLS,
    QUEUES,
    VLANS,
    Tables,
    is_dangling,
    is_ours,
    is_set,
)
from vault.adapters.routeros.trunk import check_bridge, choose_trunk, find_trunk

_ADD = f"{ADDRESSES}/add"
_DISABLED = {"disabled": "yes"}
_ENABLED = {"disabled": "no"}


def read_state(tables: Tables, vlan: int) -> VlanState:
    interface = _find_interface(tables, vlan)
    if not interface:
        return VlanState(is_on=None)
    queue = find_queue(tables, _name(vlan))
    has_queue = queue and queue.get("target") == interface.get("name")
    address = _find_address(tables, interface)
    network = parse_network(address.get("address", "")) if address else None
    return VlanState(
        is_on=not is_set(interface, "disabled"),
        limits=read_limits(queue) if queue and has_queue else None,
        network=str(network) if network else None,
    )


def apply_order(tables: Tables, order: VlanOrder) -> None:
    """Raises CommandRefused, VlanRefused, GatewayFailed."""
    if order.is_on:
        _switch_on(tables, order)
        return
    interface = _find_interface(tables, order.vlan)
    _switch_off(tables, order.vlan, interface)
    if order.is_removal:
        _remove(tables, order, interface)


def _switch_on(tables: Tables, order: VlanOrder) -> None:
    """The interface comes last, so that nobody is online without a limit."""
    interface = _find_interface(tables, order.vlan)
    trunk = interface.get("interface", "") if interface else choose_trunk(tables)
    check_bridge(tables, trunk, order.vlan)
    interface = interface or _add_interface(tables, trunk, order.vlan)
    if _is_own_interface(interface, order.vlan):
        _serve_addresses(tables, order, interface)
    keep_units_apart(tables)
    add_member(tables, interface.get("name", ""))
    set_limits(tables, _name(order.vlan), interface.get("name", ""), order.limits)
    if is_set(interface, "disabled"):
        tables.change(VLANS, interface, _ENABLED)


def _switch_off(tables: Tables, vlan: int, interface: Row | None) -> None:
    """The interface comes first."""
    queue, server = find_queue(tables, _name(vlan)), None
    if interface:
        server = tables.find(DHCP_SERVERS, _server_of(vlan, interface))
    for table, row in ((VLANS, interface), (DHCP_SERVERS, server), (QUEUES, queue)):
        if row and not is_set(row, "disabled"):
            tables.change(table, row, _DISABLED)


def _add_interface(tables: Tables, trunk: str, vlan: int) -> Row:
    _remove_dangling_interface(tables, vlan)
    row = {"name": _name(vlan), "vlan-id": str(vlan), "interface": trunk, "comment": COMMENT, **_DISABLED}
    return tables.add(VLANS, row)


def _serve_addresses(tables: Tables, order: VlanOrder, interface: Row) -> None:
    """Address, pool, DHCP network and DHCP server on an interface of ours, unless an installer gave it others."""
    name = _name(order.vlan)
    address = _find_address(tables, interface) or _add_address(tables, order, interface)
    network = parse_own_network(address.get("address", ""))
    server = tables.find(DHCP_SERVERS, {"interface": name})
    if not network or not is_ours(address) or (server and server.get("name") != name):
        return
    pool = {"name": name, "ranges": lease_range(network)}
    if not tables.find(POOLS, pool):
        tables.add(POOLS, pool)
    if not tables.find(DHCP_NETWORKS, {"address": str(network)}):
        tables.add(DHCP_NETWORKS, {"address": str(network), "gateway": str(network[1]), "comment": COMMENT})
    _enable_server(tables, name)


def _enable_server(tables: Tables, name: str) -> None:
    """A server whose interface or pool was removed stays so when another one of that name comes: it is replaced."""
    server = tables.find(DHCP_SERVERS, {"name": name})
    if server and (is_dangling(server, "interface") or is_dangling(server, "address-pool")):
        tables.remove(DHCP_SERVERS, server)
        server = None
    if not server:
        # 6.x adds servers disabled.
        tables.add(DHCP_SERVERS, {"name": name, "interface": name, "address-pool": name, **_ENABLED})
    elif is_set(server, "disabled"):
        tables.change(DHCP_SERVERS, server, _ENABLED)


def _add_address(tables: Tables, order: VlanOrder, interface: Row) -> Row:
    tables.remove_dangling(ADDRESSES, "interface")
    taken = (row.get("address", "") for row in tables.rows(ADDRESSES))
    try:
        network = choose_network(order.vlan, order.network, taken)
    except NoNetworkLeft:
        raise VlanRefused(_ADD, "No network is left in 10.144.0.0/12.", Unsupported.DHCP_SERVER) from None
    row = {"address": router_address(network), "interface": interface.get("name", ""), "comment": COMMENT}
    return tables.add(ADDRESSES, row)


def _remove(tables: Tables, order: VlanOrder, interface: Row | None) -> None:
    """Remove what VAULT created; its interface, by which the rest is known, comes last."""
    name = _name(order.vlan)
    if queue := find_queue(tables, name):
        tables.remove(QUEUES, queue)
    if interface:
        remove_member(tables, interface.get("name", ""))
    if not interface or _is_own_interface(interface, order.vlan):
        _remove_addresses(tables, name, order.network)
        _remove_dangling_interface(tables, order.vlan)
    if interface and _is_own_interface(interface, order.vlan):
        tables.remove(VLANS, interface)


def _remove_addresses(tables: Tables, name: str, earlier: str | None) -> None:
    """Those of an interface of ours, also where somebody has removed it."""
    address = tables.find(ADDRESSES, {"interface": name, "comment": COMMENT})
    network = parse_own_network(address.get("address", "") if address else earlier or "")
    server = tables.find(DHCP_SERVERS, {"name": name})
    if server and (server.get("interface") == name or is_dangling(server, "interface")):
        tables.remove(DHCP_SERVERS, server)
    if network:
        _remove_network(tables, name, network)
    tables.remove_dangling(ADDRESSES, "interface")
    if address:
        tables.remove(ADDRESSES, address)


def _remove_network(tables: Tables, name: str, network: IPv4Network) -> None:
    for table, row in (
        (DHCP_NETWORKS, {"address": str(network), "comment": COMMENT}),
        (POOLS, {"name": name, "ranges": lease_range(network)}),
    ):
        if found := tables.find(table, row):
            tables.remove(table, found)


def _remove_dangling_interface(tables: Tables, vlan: int) -> None:
    """One of ours whose trunk was removed."""
    interface = tables.find(VLANS, {"name": _name(vlan), "comment": COMMENT})
    if interface and is_dangling(interface, "interface"):
        tables.remove(VLANS, interface)


def _find_interface(tables: Tables, vlan: int) -> Row | None:
    """What VAULT switched before (its own, or what its queue limits), else what the trunk has."""
    queue = find_queue(tables, _name(vlan))
    for name in (queue.get("target", "") if queue else "", _name(vlan)):
        row = tables.find(VLANS, {"name": name, "vlan-id": str(vlan)})
        if row and not is_dangling(row, "interface") and (name != _name(vlan) or is_ours(row)):
            return row
    trunk = find_trunk(tables)
    return tables.find(VLANS, {"interface": trunk, "vlan-id": str(vlan)}) if trunk else None


def _find_address(tables: Tables, interface: Row) -> Row | None:
    addresses = tables.find_all(ADDRESSES, {"interface": interface.get("name", "")})
    return next((row for row in addresses if not is_set(row, "disabled")), None)


def _is_own_interface(interface: Row, vlan: int) -> bool:
    return is_ours(interface) and interface.get("name") == _name(vlan)


def _server_of(vlan: int, interface: Row) -> Row:
    return {"name": _name(vlan), "interface": interface.get("name", "")}


def _name(vlan: int) -> str:
    return f"vault-{vlan}"
