"""The simple queue of a VLAN: its limits, before every other queue, since the first that matches counts."""

import re
from ipaddress import ip_network

from vault.adapters.gateway_session import SpeedLimits, Unsupported, VlanRefused
from vault.adapters.routeros.router import CommandRefused, Row
from vault.adapters.routeros.tables import COMMENT, QUEUES, Tables, is_ours, is_set

_ADD = f"{QUEUES}/add"
_LARGEST_BEFORE_7 = 2**32 - 1
_OUT_OF_RANGE = "out of range"
_RATE = re.compile(r"([0-9]{1,18})([kMG]?)")
_FACTORS = {"": 1, "k": 1_000, "M": 1_000_000, "G": 1_000_000_000}


def find_queue(tables: Tables, name: str) -> Row | None:
    queue = tables.find(QUEUES, {"name": name})
    return queue if queue and is_ours(queue) else None


def read_limits(queue: Row) -> SpeedLimits | None:
    """None where the queue has no effect, or a limit is unreadable."""
    rates = [_RATE.fullmatch(rate) for rate in queue.get("max-limit", "").split("/")]
    match rates:
        case [re.Match() as up, re.Match() as down] if not is_set(queue, "disabled"):
            return SpeedLimits(*(int(rate[1]) * _FACTORS[rate[2]] for rate in (up, down)))
    return None


def set_limits(tables: Tables, name: str, target: str, limits: SpeedLimits) -> None:
    """Let the queue of this name limit a VLAN's interface. Raises CommandRefused, VlanRefused."""
    try:
        _set_limits(tables, name, target, limits)
    except CommandRefused as refusal:
        capped = SpeedLimits(*(rate if rate <= _LARGEST_BEFORE_7 else 0 for rate in (limits.up, limits.down)))
        if _OUT_OF_RANGE not in refusal.words or capped == limits:
            raise
        _set_limits(tables, name, target, capped)


def _set_limits(tables: Tables, name: str, target: str, limits: SpeedLimits) -> None:
    _check_target(target)
    queue = find_queue(tables, name)
    if queue and queue.get("target") != target:
        tables.remove(QUEUES, queue)
        queue = None
    if not queue:
        row = {"name": name, "target": target, "max-limit": f"{limits.up}/{limits.down}", "comment": COMMENT}
        tables.add(QUEUES, row, _first_other(tables))
        return
    if read_limits(queue) != limits:
        enabling = {"disabled": "no"} if is_set(queue, "disabled") else {}
        tables.change(QUEUES, queue, {"max-limit": f"{limits.up}/{limits.down}", **enabling})
    if (other := _first_other(tables)) and tables.has_before(QUEUES, other, queue):
        tables.move(QUEUES, queue, other)


def _first_other(tables: Tables) -> Row | None:
    """The first queue of others in use; dynamic ones have no place of their own."""
    rows = tables.rows(QUEUES)
    return next((row for row in rows if not (is_ours(row) or is_set(row, "disabled") or is_set(row, "dynamic"))), None)


def _check_target(target: str) -> None:
    """A queue without a target, or with an address that its name spells, would limit every resident."""
    try:
        ip_network(target, strict=False)
        is_address = True
    except ValueError:
        is_address = False
    if is_address or not target or "," in target:
        words = f"The interface name {target!r} cannot be the target of a queue: rename it at the router."
        raise VlanRefused(_ADD, words, Unsupported.BANDWIDTH_QUEUE)
