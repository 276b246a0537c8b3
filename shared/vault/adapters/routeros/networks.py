"""The network of a VLAN, where VAULT chooses it."""

import functools
from collections.abc import Iterable
from ipaddress import IPv4Network
from itertools import chain

_PREFIX = 24
_HOST_BITS = 32 - _PREFIX
_FIRST = IPv4Network("10.128.0.0/9")
_SPARE = IPv4Network("10.144.0.0/12")
_FIRST_LEASE, _LAST_LEASE = 10, 250


class NoNetworkLeft(Exception):
    """Every network of ours overlaps an address of the router."""


def choose_network(vlan: int, earlier: str | None, taken: Iterable[str]) -> IPv4Network:
    """A /24 that overlaps no network of `taken` (addresses as the router prints them). Raises NoNetworkLeft."""
    own = IPv4Network((int(_FIRST.network_address) + (vlan << _HOST_BITS), _PREFIX))
    chosen = parse_own_network(earlier or "")
    ranges = {found for address in taken if (found := _blocks(address))}
    first = [chosen, own] if chosen else [own]
    for network in chain(first, _SPARE.subnets(new_prefix=_PREFIX)):
        block = int(network.network_address) >> _HOST_BITS
        if not any(low <= block <= high for low, high in ranges):
            return network
    raise NoNetworkLeft


@functools.lru_cache(maxsize=16_384)
def _blocks(address: str) -> tuple[int, int] | None:
    """The numbers of the first and the last /24 in which an address's network lies."""
    network = parse_network(address)
    if not network:
        return None
    return int(network.network_address) >> _HOST_BITS, int(network.broadcast_address) >> _HOST_BITS


def parse_network(address: str) -> IPv4Network | None:
    """The network of an address such as `10.132.26.1/24`."""
    try:
        return IPv4Network(address, strict=False)
    except ValueError:
        return None


def parse_own_network(address: str) -> IPv4Network | None:
    """None for a network that has not the size of those that VAULT chooses."""
    network = parse_network(address)
    return network if network and network.prefixlen == _PREFIX else None


def router_address(network: IPv4Network) -> str:
    return f"{network[1]}/{network.prefixlen}"


def lease_range(network: IPv4Network) -> str:
    return f"{network[_FIRST_LEASE]}-{network[_LAST_LEASE]}"
