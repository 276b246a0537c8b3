"""Connections to addresses that somebody typed: checked when saved, and again at each call."""

import queue
import socket
import threading
import time
from collections.abc import Callable, Collection
from ipaddress import ip_network

from vault.kernel.create_once import create_once
from vault.kernel.hosts import to_ascii_host
from vault.kernel.outgoing_addresses import (
    AddressProfile,
    AddressRefused,
    AddressRules,
    is_own_host,
    may_call,
    parse_literal,
    parse_url,
)
from vault.kernel.settings import setting

LOOKUP_SECONDS = 2.0


def check_address(profile: AddressProfile, address: str, field: str) -> bool:
    """Check a literal address or a host name; return whether it is a literal or its name resolves.

    A name that does not resolve is no error, since its owner may add it later. Raises AddressRefused with the name of
    the request's field.
    """
    return bool(resolve(profile, address, field))


def check_url(text: str, field: str, schemes: Collection[str] = ("https",)) -> bool:
    """As `check_address` of a URL's host, for AddressProfile.INTERNET. Raises AddressRefused."""
    return check_address(AddressProfile.INTERNET, parse_url(text, field, rules(), schemes).hostname or "", field)


def open_connection(profile: AddressProfile, host: str, port: int, seconds: float) -> socket.socket:
    """Connect by TCP to one of the host's addresses, all of which were checked. Raises AddressRefused, OSError."""
    deadline = time.monotonic() + seconds
    failure = OSError("The name does not resolve.")
    for address in resolve(profile, host):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return socket.create_connection((address, port), left)
        except OSError as error:
            failure = error
    raise failure


def resolve(profile: AddressProfile, host: str, field: str = "") -> Collection[str]:
    """The addresses of a host; none where its name does not resolve. Raises AddressRefused if one may not be called."""
    addresses = [host] if parse_literal(host) else _look_up(_check_name(profile, host, field))
    found = [parse_literal(address) for address in addresses]
    if not all(each and may_call(profile, each, rules()) for each in found):
        raise AddressRefused(field=field)
    return addresses


def _check_name(profile: AddressProfile, name: str, field: str) -> str:
    """A host name in ASCII. Raises AddressRefused."""
    try:
        host = to_ascii_host(name)
    except ValueError:
        host = ""
    if profile is AddressProfile.DEVICE or not host or is_own_host(host, rules()):
        raise AddressRefused(field=field)
    return host


def _look_up(host: str) -> list[str]:
    answer: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    # The system's resolver has no time limit of its own.
    threading.Thread(target=lambda: answer.put(resolver(host)), daemon=True).start()
    try:
        return answer.get(timeout=LOOKUP_SECONDS)
    except queue.Empty:
        return []


def _ask_system(host: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(address) for *_, (address, *_) in found]


resolver: Callable[[str], list[str]] = _ask_system
"""A local system with names of its own puts another one in its place."""


@create_once
def rules() -> AddressRules:
    networks = filter(None, setting("VAULT_OWN_NETWORKS", "").split(","))
    return AddressRules(
        own_networks=tuple(ip_network(network) for network in networks),
        own_hosts=frozenset(filter(None, setting("VAULT_OWN_HOSTS", "").casefold().split(","))),
        allows_loopback=setting("VAULT_ALLOW_LOOPBACK", "") == "1",
    )
