"""Rows of the results, the table that they make, and the statistics in them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEAD = ("what", "ours", "reference", "ratio", "aim", "held?")


@dataclass(frozen=True)
class Row:
    """A figure, what it is held against, and the aim; `held` is None where there is no aim."""

    what: str
    ours: float
    unit: str
    reference: float | None = None
    against: str = ""
    aim: str = ""
    held: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """The row as the table shows it."""
        against = f"({self.against})" if self.against else ""
        reference = "" if self.reference is None else join_words(format_number(self.reference), self.unit, against)
        ratio = f"{self.ours / self.reference:.2f}" if self.reference else ""
        held = {None: "", True: "yes", False: "**no**"}[self.held]
        return (self.what, join_words(format_number(self.ours), self.unit), reference, ratio, self.aim, held)


def join_words(*words: str) -> str:
    """Words in a row, empty ones left out."""
    return " ".join(word for word in words if word)


def format_number(number: float) -> str:
    """A number of three digits that tell, or all of a large one."""
    if float(number).is_integer() or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.{max(0, 2 - math.floor(math.log10(abs(number))))}f}"


def row_within(what: str, ours: float, reference: float, most: float, against: str) -> Row:
    """Milliseconds that may be at most so many times the reference."""
    return Row(what, ours, "ms", reference, against, f"at most {most:.2f} times", ours <= most * reference)


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [HEAD, ("---", "---:", "---:", "---:", "---", "---"), *(row.cells() for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def percentile(samples: Sequence[float], percent: float) -> float:
    """The smallest sample that so many percent of them do not exceed (nearest rank)."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def median(samples: Sequence[float]) -> float:
    """The 50th percentile."""
    return percentile(samples, 50)
