"""`python -m cdk.costs [SUBSCRIBERS [REGIONS]]`: estimates a month's costs; `guide` updates the guide's tables."""

import sys
from collections.abc import Mapping
from pathlib import Path

from cdk.costs import tables

GUIDE = Path(__file__).parents[2] / "docs" / "deployment" / "costs.md"
BEGINS, ENDS = "<!-- {} -->\n", "<!-- end -->\n"


def guide() -> Mapping[str, str]:
    columns = [*((size, 1) for size in tables.SIZES), (tables.SIZES[-1], 2)]
    return {
        "month": tables.month_table(columns),
        "limits": tables.limits_table(),
        "calls": tables.kinds_table(),
        "prices": tables.prices_table(),
    }


def update_guide(text: str) -> str:
    for name, rows in guide().items():
        before, _, rest = text.partition(BEGINS.format(name))
        _, _, after = rest.partition(ENDS)
        text = before + BEGINS.format(name) + rows + ENDS + after
    return text


def main(arguments: list[str]) -> int:
    if arguments == ["guide"]:
        GUIDE.write_text(update_guide(GUIDE.read_text()))
        return 0
    try:
        subscribers, regions = (int(each.replace(",", "")) for each in [*arguments, "1"][:2])
    except ValueError:
        sys.stderr.write("make costs SUBSCRIBERS=10000 REGIONS=2\n")
        return 2
    sys.stdout.write(tables.month_table([(subscribers, regions)]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
