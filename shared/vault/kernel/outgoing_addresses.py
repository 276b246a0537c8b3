"""Which addresses that somebody typed may be called (docs/adr/0051)."""

import enum
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from vault.kernel.error_codes import ErrorCode
from vault.kernel.errors import DomainError, Kind
from vault.kernel.hosts import to_ascii_host
from vault.kernel.values import value

IpAddress = IPv4Address | IPv6Address
IpNetwork = IPv4Network | IPv6Network
MAX_URL_CHARACTERS = 2048
LOOPBACK = IPv4Address("127.0.0.1")


class AddressProfile(enum.Enum):
    """What an address is for: a device at a venue, by its literal address, or another system in the internet."""

    DEVICE = enum.auto()
    INTERNET = enum.auto()


class AddressRefused(DomainError):
    """An address that may not be called; `field` is the name of the request's field, where one named it."""

    code = ErrorCode.ADDRESS_REFUSED
    kind = Kind.INVALID


@value
class AddressRules:
    """What a deployment adds to the rules of every profile."""

    own_networks: Collection[IpNetwork] = ()
    own_hosts: Collection[str] = ()
    allows_loopback: bool = False
    """Whether 127.0.0.1 may be called, also without TLS: on one machine it stands in for devices and other systems."""


NEVER_CALLED = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network, RFC 791
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, with the clouds' metadata services
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
        "224.0.0.0/4",
        "240.0.0.0/4",  # reserved, with the limited broadcast
        "fd00:ec2::/32",  # services of AWS on each instance, its metadata among them
    )
)
NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052."""
UNICAST = (IPv6Network("2000::/3"), IPv6Network("fc00::/7"), NAT64)
"""RFC 4291, 2.4; RFC 4193. What is not in these is reserved, or a form of IPv4 address that nobody uses."""
TRANSLATED = tuple(
    ip_network(network)
    for network in (
        "64:ff9b::/32",  # NAT64, also RFC 8215
        "2002::/16",  # 6to4, RFC 3056
        "192.88.99.0/24",  # 6to4's relays, RFC 7526
        "2001::/32",  # Teredo, RFC 4380
    )
)
"""Addresses behind which a translator chooses the destination."""
ISATAP_IDENTIFIERS = {0x00005EFE, 0x02005EFE}
"""The upper half of the interface identifier, RFC 5214, 6.1."""
IPV4_BITS = 32
IPV4_MASK = 2**IPV4_BITS - 1


def parse_literal(text: str) -> IpAddress | None:
    """An address in its usual notation, without a zone; None for a name."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return None if isinstance(address, IPv6Address) and address.scope_id else address


def may_call(profile: AddressProfile, address: IpAddress, rules: AddressRules) -> bool:
    if rules.allows_loopback and address == LOOPBACK:
        return True
    called = getattr(address, "ipv4_mapped", None) or address
    every = (called, *_embedded_addresses(called))
    if any(_is_in(each, (*NEVER_CALLED, *rules.own_networks)) for each in every):
        return False
    if isinstance(called, IPv6Address) and not _is_in(called, UNICAST):
        return False
    return profile is AddressProfile.DEVICE or (
        all(each.is_global for each in every) and not _is_in(called, TRANSLATED)
    )


def _is_in(address: IpAddress, networks: Collection[IpNetwork]) -> bool:
    return any(address in network for network in networks)


def _embedded_addresses(address: IpAddress) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses to which a form of IPv6 address may lead."""
    if isinstance(address, IPv4Address):
        return ()
    number = int(address)
    if address in NAT64 or number >> IPV4_BITS & IPV4_MASK in ISATAP_IDENTIFIERS:
        return (IPv4Address(number & IPV4_MASK),)
    return address.teredo or ((address.sixtofour,) if address.sixtofour else ())


def parse_url(text: str, field: str, rules: AddressRules, schemes: Collection[str] = ("https",)) -> SplitResult:
    """A URL without user, password and fragment, its host in ASCII. Raises AddressRefused."""
    try:
        url = urlsplit(text)
        port, host = url.port, to_ascii_host(url.hostname or "")
    except ValueError:
        raise AddressRefused(field=field) from None
    is_local = rules.allows_loopback and parse_literal(host) == LOOPBACK
    if url.scheme not in ({"http", "https"} if is_local else schemes) or not host or port == 0:
        raise AddressRefused(field=field)
    if "@" in url.netloc or "#" in text or len(text) > MAX_URL_CHARACTERS or not text.isprintable() or " " in text:
        raise AddressRefused(field=field)
    return url


def is_own_host(host: str, rules: AddressRules) -> bool:
    return host.rstrip(".").casefold() in rules.own_hosts
