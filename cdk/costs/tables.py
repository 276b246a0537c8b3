"""The Markdown tables of the cost guide."""

import math
from collections.abc import Iterable, Sequence

from cdk.costs.deployed import DeployedRegion, default_stage
from cdk.costs.limits import limits
from cdk.costs.load import KINDS, Load
from cdk.costs.month import lines
from cdk.costs.prices import CACHE_NODES, INSTANCES, PRICES, PRICES_OF, REGION

SIZES = (100, 10_000, 1_000_000)
DIGITS = 2
LEAST = 1
MORE_THAN_EVER = 100_000_000
"""More subscribers than there will be."""


def month_table(columns: Sequence[tuple[int, int]]) -> str:
    bills = [{line.what: line.dollars for line in lines(*column)} for column in columns]
    names = list(dict.fromkeys(name for bill in bills for name in bill))
    head = ("a month", *(f"{n:,} in {regions} region{'s' * (regions > 1)}" for n, regions in columns))
    rows = [(name, *(_format_dollars(bill.get(name, 0)) for bill in bills)) for name in names]
    sums = [sum(bill.values()) for bill in bills]
    each = [
        f"${total / n:.2g}" if total < 10 * n else _format_dollars(total / n)
        for total, (n, _) in zip(sums, columns, strict=True)
    ]
    sizes = [DeployedRegion(Load(n), default_stage(regions)) for n, regions in columns]
    ends = [
        ("**all**", *(f"**{_format_dollars(total)}**" for total in sums)),
        ("of each subscriber", *each),
        ("Neptune, class", *(size.instance.name for size in sizes)),
        ("Valkey, class", *(size.node.name for size in sizes)),
    ]
    return _table(head, [*rows, *ends], of_numbers=True)


def limits_table() -> str:
    found = limits(DeployedRegion(Load(SIZES[0]), default_stage(1)))
    rows = [(limit.what, limit.value, _subscribers_text(limit.subscribers), limit.then) for limit in found]
    return _table(("limit", "default", "met at subscribers", "then"), rows)


def _subscribers_text(subscribers: float | None) -> str:
    if subscribers is None:
        return ""
    return f"{_round_to_digits(subscribers):,}" if subscribers < MORE_THAN_EVER else "never"


def prices_table() -> str:
    rows = [
        (name, f"${price.dollars:,}", price.unit, "" if price.confirmed else "unconfirmed")
        for name, price in PRICES.items()
    ]
    sizes = [(each.name, f"${each.dollars:g}", "hour", "unconfirmed") for each in (*INSTANCES, *CACHE_NODES)]
    return _table((f"{REGION}, {PRICES_OF}", "price", "of a", ""), [*rows, *sizes])


def kinds_table() -> str:
    head = ("calls of a subscriber", "a month", "MB", "ms billed", "queries that read", "that write", "log entries")
    rows = [
        (
            kind.name,
            f"{kind.a_month:.3g}",
            str(kind.memory),
            f"{kind.milliseconds:g}",
            *map(str, (kind.reads, kind.writes, kind.entries)),
        )
        for kind in KINDS
    ]
    return _table(head, rows, of_numbers=True)


def _format_dollars(amount: float) -> str:
    """Dollars to two significant digits, since estimates have no more."""
    return f"${_round_to_digits(amount):,}" if amount >= LEAST else "<$1" if amount else ""


def _round_to_digits(amount: float) -> int:
    return round(round(amount, DIGITS - 1 - math.floor(math.log10(amount))))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, of_numbers: bool = False) -> str:
    rule = ("---", *(("---:" if of_numbers else "---") for _ in head[1:]))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)) + "\n"
