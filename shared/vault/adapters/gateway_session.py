"""A session with a gateway as its adapter offers it: read what is there, apply differences, close."""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from typing import Protocol

from vault.kernel.values import value


class Maker(enum.StrEnum):
    """Makers of gateways that are driven, as stored and shown."""

    MIKROTIK = "MikroTik"
    NOMADIX = "Nomadix"
    PEPLINK = "Peplink"


@value
class GatewayLogin:
    """How to reach a gateway and sign in."""

    maker: Maker
    address: str
    """A literal IPv4 or IPv6 address."""
    port: int
    is_tls: bool
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    is_before_6_43: bool = False
    """Of a MikroTik: the password is only ever sent as the answer to a challenge."""
    fingerprint: str = ""
    """SHA-256 of the certificate at the first login, in hex; empty before it."""
    transport: str = ""
    """The service that answered last, in the adapter's words; empty before the first login."""


@value
class SpeedLimits:
    """Bit/s in each direction as seen from the resident; 0 is without a limit."""

    up: int = 0
    down: int = 0


@value
class VlanOrder:
    """What one VLAN shall be at the gateway."""

    vlan: int
    is_on: bool
    limits: SpeedLimits = SpeedLimits()
    network: str | None = None
    """The network that was chosen for it earlier, as CIDR."""
    is_removal: bool = False
    """Whether what VAULT created for it is removed."""


class Unsupported(enum.StrEnum):
    """What a maker's interface cannot set, as the equipment's error log names it."""

    BANDWIDTH_QUEUE = "BandwidthQueue"
    DHCP_SERVER = "DHCPServer"
    HOT_SPOT = "HotSpot"
    INTERFACE = "Interface"


@value
class VlanState:
    """One VLAN as read from the gateway."""

    is_on: bool | None
    """None where the gateway does not have it."""
    limits: SpeedLimits | None = None
    """None where it has no limit, or shows none."""
    network: str | None = None
    unsupported: frozenset[Unsupported] = frozenset()


class GatewayFailure(enum.StrEnum):
    """Why a session with a gateway could not begin or go on."""

    CERTIFICATE = "certificate"
    CONNECTION = "connection"
    LOGIN = "login"
    PROTOCOL = "protocol"
    SETUP = "setup"
    TIMEOUT = "timeout"


class GatewayFailed(Exception):
    """The session is over; `words` are the device's, or say what an installer can do. Never a secret."""

    def __init__(self, failure: GatewayFailure, words: str) -> None:
        self.failure, self.words = failure, words
        super().__init__(words)


class VlanRefused(Exception):
    """The device refuses one VLAN; the session goes on with the others."""

    def __init__(self, command: str, words: str, part: Unsupported | None = None) -> None:
        self.command, self.words, self.part = command, words, part
        super().__init__(words)


class GatewaySession(Protocol):
    """Every method raises GatewayFailed. A session is of one thread."""

    fingerprint: str
    """SHA-256 of the certificate that the device showed, in hex; empty without TLS."""
    transport: str

    def read(self, vlans: Collection[int]) -> Mapping[int, VlanState]:
        """The state of each of these VLANs, from the device's tables, which are read once a call."""

    def apply(self, order: VlanOrder) -> None:
        """Send what differs from what was read last. Raises VlanRefused."""

    def save(self) -> None:
        """Let what was applied take effect, on devices that need to be told."""

    def allow_access(self, networks: Sequence[str]) -> None:
        """Let these networks (CIDR) reach the device's interface, and drop earlier ones of ours. Raises VlanRefused."""

    def close(self) -> None:
        """Sign out and close; raises nothing."""
