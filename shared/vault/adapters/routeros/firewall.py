"""The rules of ours in the router's firewall: units kept apart, limits kept in effect, VAULT let in."""

from collections.abc import Callable, Iterator, Sequence
from ipaddress import ip_network

from vault.adapters.routeros.networks import parse_network
from vault.adapters.routeros.router import Row
from vault.adapters.routeros.tables import (
    ADDRESS_LISTS,
    COMMENT,
    FILTERS,
    LIST_MEMBERS,
    LISTS,
    Tables,
    is_set,
    matches,
)

UNITS = "vault-units"
OUTGOING = "vault-api"
_FORWARD = {"chain": "forward", "comment": COMMENT}
_APART = {**_FORWARD, "action": "drop", "in-interface-list": UNITS, "out-interface-list": UNITS}
_NO_FASTTRACK = {**_FORWARD, "action": "accept", "connection-state": "established,related"}
_FROM_UNITS = {**_NO_FASTTRACK, "in-interface-list": UNITS, "out-interface-list": ""}
_TO_UNITS = {**_NO_FASTTRACK, "in-interface-list": "", "out-interface-list": UNITS}
_FASTTRACK = "fasttrack-connection"
_LET_IN = {
    "chain": "input",
    "action": "accept",
    "protocol": "tcp",
    "src-address-list": OUTGOING,
    "comment": COMMENT,
}
_DROPS = {"drop", "reject", "tarpit", "jump"}
_PASSES_ON = {"passthrough", "log", "drop", "reject", "tarpit", "add-src-to-address-list", "add-dst-to-address-list"}
"""Actions after which a packet between two units is dropped, or goes on to the next rule."""


def add_member(tables: Tables, interface: str) -> None:
    """Make a VLAN's interface a member of the list by which units are kept apart."""
    if tables.find(LIST_MEMBERS, {"interface": interface, "list": UNITS}):
        return
    tables.remove_dangling(LIST_MEMBERS, "interface")
    tables.add(LIST_MEMBERS, {"list": UNITS, "interface": interface, "comment": COMMENT})


def remove_member(tables: Tables, interface: str) -> None:
    if row := tables.find(LIST_MEMBERS, {"interface": interface, "list": UNITS, "comment": COMMENT}):
        tables.remove(LIST_MEMBERS, row)


def keep_units_apart(tables: Tables) -> None:
    """Drop what goes from one VLAN of ours to another, before anything accepts it.

    FastTrack, which the factory configuration has, bypasses simple queues: the connections of units are accepted
    before it.
    """
    if not tables.find(LISTS, {"name": UNITS}):
        tables.add(LISTS, {"name": UNITS, "comment": COMMENT})
    _place_rule(tables, _APART, lambda row: row.get("action") not in _PASSES_ON)
    if any(row.get("action") == _FASTTRACK for row in _chain(tables, "forward")):
        for wanted in (_FROM_UNITS, _TO_UNITS):
            _place_rule(tables, wanted, lambda row: row.get("action") == _FASTTRACK)


def allow_access(tables: Tables, networks: Sequence[str], port: int) -> None:
    """Let these networks (CIDR) reach a port of the router, then remove entries of ours that are out of date."""
    outgoing = {str(ip_network(network)) for network in networks}
    entries = [*tables.find_all(ADDRESS_LISTS, {"list": OUTGOING, "comment": COMMENT})]
    present = {str(parse_network(row.get("address", ""))): row for row in entries}
    for network in sorted(outgoing - present.keys()):
        tables.add(ADDRESS_LISTS, {"list": OUTGOING, "address": network.removesuffix("/32"), "comment": COMMENT})
    rule = {**_LET_IN, "dst-port": str(port)}
    _place_rule(tables, rule, lambda row: row.get("action") in _DROPS)
    for network in sorted(present.keys() - outgoing):
        tables.remove(ADDRESS_LISTS, present[network])
    for row in [*tables.find_all(FILTERS, _LET_IN)]:
        if not matches(row, rule):
            tables.remove(FILTERS, row)


def _place_rule(tables: Tables, rule: Row, has_to_follow: Callable[[Row], bool]) -> None:
    """Have this rule in its chain, enabled, before the first for which `has_to_follow`."""
    row = tables.find(FILTERS, rule)
    others = (other for other in _chain(tables, rule["chain"]) if other is not row)
    next_row = next(filter(has_to_follow, others), None)
    if not row:
        tables.add(FILTERS, {name: text for name, text in rule.items() if text}, next_row)
        return
    if is_set(row, "disabled"):
        tables.change(FILTERS, row, {"disabled": "no"})
    if next_row and tables.has_before(FILTERS, next_row, row):
        tables.move(FILTERS, row, next_row)


def _chain(tables: Tables, chain: str) -> Iterator[Row]:
    """The rules of a chain that are in effect and have a place: dynamic ones have none of their own."""
    rules = tables.find_all(FILTERS, {"chain": chain})
    return (row for row in rules if not (is_set(row, "disabled") or is_set(row, "dynamic")))
