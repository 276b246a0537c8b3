"""The tables: their properties, what these take and print, and which rows may not meet."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from local.routeros.traps import invalid, no_match, out_of_range

Version = tuple[int, int]
SEVEN: Version = (7, 0)
BOOLEANS = {"yes": "true", "true": "true", "no": "false", "false": "false"}
FACTORS = {"": 1, "k": 1_000, "M": 1_000_000, "G": 1_000_000_000}
LARGEST_LIMIT = {False: 4_294_967_295, True: 1_000_000_000_000_000}
"""By whether it is 7.x."""
Check = Callable[[str, str, Version], str]
"""Name, value and version to the stored value; raises Trap."""


@dataclass(frozen=True)
class Property:
    """A property that a command may set."""

    check: Check = lambda _name, text, _version: text
    default: str | None = ""
    """None where `add` has to say it."""
    refers_to: str = ""
    """The table whose row it names; it is stored by that row's id."""
    since: Version = (6, 0)


@dataclass(frozen=True)
class Table:
    """A table; rows of an ordered one have a place."""

    properties: dict[str, Property]
    unique: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Properties that no two rows have alike, and the words of the refusal."""
    kind: str = ""
    """Of an interface: they share their ids and names."""
    is_ordered: bool = False


def _boolean(name: str, text: str, _version: Version) -> str:
    if text not in BOOLEANS:
        raise no_match(name)
    return BOOLEANS[text]


def _one_of(*choices: str) -> Check:
    def check(name: str, text: str, _version: Version) -> str:
        if any(part.removeprefix("!") not in choices for part in text.split(",") if text):
            raise no_match(name)
        return text

    return check


def _number(least: int, most: int) -> Check:
    def check(name: str, text: str, _version: Version) -> str:
        if not re.fullmatch(r"-?\d{1,12}", text):
            raise invalid(name)
        if not least <= int(text) <= most:
            raise out_of_range(name, least, most)
        return str(int(text))

    return check


def _address(name: str, text: str, _version: Version) -> str:
    try:
        return str(ipaddress.IPv4Interface(text))
    except ValueError:
        raise invalid(name) from None


def _network(name: str, text: str, _version: Version) -> str:
    try:
        return str(ipaddress.IPv4Network(text))
    except ValueError:
        raise invalid(name) from None


def _listed_address(name: str, text: str, version: Version) -> str:
    return _network(name, text, version).removesuffix("/32")


def _ranges(name: str, text: str, _version: Version) -> str:
    try:
        for part in text.split(","):
            first, _, last = part.partition("-")
            if ipaddress.IPv4Address(first) > ipaddress.IPv4Address(last or first):
                raise invalid(name)
    except ValueError:
        raise invalid(name) from None
    return text


def _vlan_ids(name: str, text: str, _version: Version) -> str:
    for part in text.split(","):
        for end in part.split("-"):
            _number(1, 4094)(name, end, _version)
    return text


def _rates(name: str, text: str, version: Version) -> str:
    rates = [re.fullmatch(r"(\d{1,18})([kMG]?)", rate) for rate in text.split("/")]
    if len(rates) != 2 or not all(rates):  # noqa: PLR2004 (up and down)
        raise invalid(name)
    numbers = [int(rate[1]) * FACTORS[rate[2]] for rate in rates if rate]
    most = LARGEST_LIMIT[version >= SEVEN]
    if max(numbers) > most:
        raise out_of_range(name, 0, most)
    return "/".join(map(str, numbers))


def _name(name: str, text: str, _version: Version) -> str:
    if not text:
        raise invalid(name)
    return text


NAME = Property(_name, default=None)
COMMENT = Property()
DISABLED = Property(_boolean, default="false")
INTERFACE = Property(default=None, refers_to="/interface")
LIST = Property(refers_to="/interface/list")
ACTIONS = _one_of(
    "accept",
    "add-dst-to-address-list",
    "add-src-to-address-list",
    "drop",
    "fasttrack-connection",
    "jump",
    "log",
    "passthrough",
    "reject",
    "return",
    "tarpit",
)
STATES = _one_of("established", "invalid", "new", "related", "untracked")
TABLES = {
    "/interface": Table({"name": NAME, "comment": COMMENT, "disabled": DISABLED}),
    "/interface/ethernet": Table({"name": NAME, "comment": COMMENT, "disabled": DISABLED}, kind="ether"),
    "/interface/bridge": Table(
        {
            "name": NAME,
            "comment": COMMENT,
            "disabled": DISABLED,
            "vlan-filtering": Property(_boolean, default="false", since=(6, 41)),
        },
        kind="bridge",
    ),
    "/interface/vlan": Table(
        {
            "name": NAME,
            "vlan-id": Property(_number(1, 4094), default="1"),
            "interface": INTERFACE,
            "mtu": Property(_number(68, 65535), default="1500"),
            "comment": COMMENT,
            "disabled": DISABLED,
        },
        unique={("interface", "vlan-id"): "failure: vlan with such id already exists on the interface"},
        kind="vlan",
    ),
    "/interface/bridge/vlan": Table(
        {
            "bridge": Property(default=None, refers_to="/interface/bridge"),
            "vlan-ids": Property(_vlan_ids, default=None),
            "tagged": Property(refers_to="/interface"),
            "untagged": Property(refers_to="/interface"),
            "comment": COMMENT,
            "disabled": DISABLED,
        },
    ),
    "/interface/list": Table(
        {"name": NAME, "comment": COMMENT}, unique={("name",): "failure: already have list with such name"}
    ),
    "/interface/list/member": Table(
        {
            "list": Property(default=None, refers_to="/interface/list"),
            "interface": INTERFACE,
            "comment": COMMENT,
            "disabled": DISABLED,
        },
        unique={("list", "interface"): "failure: already have such list member"},
    ),
    "/ip/address": Table(
        {
            "address": Property(_address, default=None),
            "interface": INTERFACE,
            "comment": COMMENT,
            "disabled": DISABLED,
        },
        unique={("address",): "failure: already have such address"},
    ),
    "/ip/pool": Table(
        {"name": NAME, "ranges": Property(_ranges, default=None), "comment": Property(since=SEVEN)},
        unique={("name",): "failure: pool with such name exists"},
    ),
    "/ip/dhcp-server": Table(
        {
            "name": NAME,
            "interface": INTERFACE,
            "address-pool": Property(default="static-only", refers_to="/ip/pool"),
            "lease-time": Property(default="10m"),
            "comment": Property(since=(7, 16)),
            "disabled": DISABLED,
        },
        unique={
            ("name",): "failure: already have server with such name",
            ("interface",): "failure: server or relay with such interface already exists",
        },
    ),
    "/ip/dhcp-server/network": Table(
        {
            "address": Property(_network, default=None),
            "gateway": Property(),
            "dns-server": Property(),
            "comment": COMMENT,
        },
        unique={("address",): "failure: network already exists"},
    ),
    "/queue/simple": Table(
        {
            "name": NAME,
            "target": Property(default="0.0.0.0/0", refers_to="/interface"),
            "max-limit": Property(_rates, default="0/0"),
            "limit-at": Property(_rates, default="0/0"),
            "priority": Property(default="8/8"),
            "parent": Property(default="none"),
            "comment": COMMENT,
            "disabled": DISABLED,
        },
        unique={("name",): "failure: already have such name"},
        is_ordered=True,
    ),
    "/ip/firewall/address-list": Table(
        {
            "list": Property(default=None),
            "address": Property(_listed_address, default=None),
            "comment": COMMENT,
            "disabled": DISABLED,
        },
        unique={("list", "address"): "failure: already have such entry"},
    ),
    "/ip/firewall/filter": Table(
        {
            "chain": Property(default=None),
            "action": Property(ACTIONS, default="accept"),
            "connection-state": Property(STATES),
            "connection-nat-state": Property(_one_of("srcnat", "dstnat")),
            "ipsec-policy": Property(),
            "src-address-list": Property(),
            "dst-address-list": Property(),
            "src-address": Property(),
            "dst-address": Property(),
            "protocol": Property(),
            "dst-port": Property(),
            "in-interface": Property(refers_to="/interface"),
            "out-interface": Property(refers_to="/interface"),
            "in-interface-list": LIST,
            "out-interface-list": LIST,
            "jump-target": Property(),
            "comment": COMMENT,
            "disabled": DISABLED,
        },
        is_ordered=True,
    ),
}
