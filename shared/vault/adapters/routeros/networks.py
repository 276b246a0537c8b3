"""The network of a VLAN, where VAULT chooses it."""

import functools
from collections.abc import Iterable
from ipaddress import IPv4Network, collapse_addresses

_PREFIX = 24
_HOST_BITS = 32 - _PREFIX
_FIRST = IPv4Network("10.128.0.0/9")
_SPARE = IPv4Network("10.144.0.0/12")
_FIRST_LEASE, _LAST_LEASE = 10, 250


class NoNetworkLeft(Exception):
    """Every network of ours overlaps an address of the router."""


def choose_network(vlan: int, earlier: str | None, taken: Iterable[str]) -> IPv4Network:
    """A /24 that overlaps no network of `taken` (addresses as the router prints them). Raises NoNetworkLeft."""
    networks = {network for text in taken if (network := parse_network(text))}
    small = {int(network.network_address) >> _HOST_BITS for network in networks if network.prefixlen >= _PREFIX}
    large = list(collapse_addresses(network for network in networks if network.prefixlen < _PREFIX))
    own = IPv4Network((int(_FIRST.network_address) + (vlan << _HOST_BITS), _PREFIX))
    chosen = parse_network(earlier or "")
    first = [chosen] if chosen and chosen.prefixlen == _PREFIX else []
    for network in (*first, own, *_SPARE.subnets(new_prefix=_PREFIX)):
        key = int(network.network_address) >> _HOST_BITS
        if key not in small and not any(network.overlaps(other) for other in large):
            return network
    raise NoNetworkLeft


@functools.lru_cache(maxsize=16_384)
def parse_network(address: str) -> IPv4Network | None:
    """The network of an address such as `10.132.26.1/24`."""
    try:
        return IPv4Network(address, strict=False)
    except ValueError:
        return None


def router_address(network: IPv4Network) -> str:
    return f"{network[1]}/{network.prefixlen}"


def lease_range(network: IPv4Network) -> str:
    return f"{network[_FIRST_LEASE]}-{network[_LAST_LEASE]}"
