"""Rows of the results, their Markdown table, and the statistics in them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEAD = ("what", "ours", "reference", "ratio", "aim", "held?")


@dataclass(frozen=True)
class Row:
    """A figure, its reference and its aim; `held` (whether the aim was met) is None without an aim."""

    what: str
    ours: float
    unit: str
    reference: float | None = None
    against: str = ""
    aim: str = ""
    held: bool | None = None

    def cells(self) -> tuple[str, ...]:
        against = f"({self.against})" if self.against else ""
        reference = "" if self.reference is None else join_words(format_number(self.reference), self.unit, against)
        ratio = f"{self.ours / self.reference:.2f}" if self.reference else ""
        held = {None: "", True: "yes", False: "**no**"}[self.held]
        return (self.what, join_words(format_number(self.ours), self.unit), reference, ratio, self.aim, held)


def join_words(*words: str) -> str:
    """The words separated by spaces, without empty ones."""
    return " ".join(word for word in words if word)


def format_number(number: float) -> str:
    """A number with three significant digits, or all digits of a large one."""
    if float(number).is_integer() or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.{max(0, 2 - math.floor(math.log10(abs(number))))}f}"


def row_within(what: str, ours: float, reference: float, most: float, against: str) -> Row:
    """A row in milliseconds that may be at most `most` times the reference."""
    return Row(what, ours, "ms", reference, against, f"at most {most:.2f} times", ours <= most * reference)


def table(rows: Iterable[Row]) -> str:
    lines = [HEAD, ("---", "---:", "---:", "---:", "---", "---"), *(row.cells() for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def percentile(samples: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def median(samples: Sequence[float]) -> float:
    return percentile(samples, 50)
