"""Whether a traversal stands at a vertex or at an edge, as far as its steps tell."""

TO_VERTICES = frozenset({"V", "addV", "mergeV", "out", "in", "both", "outV", "inV", "otherV", "bothV"})
TO_EDGES = frozenset({"E", "addE", "mergeE", "outE", "inE", "bothE"})
BRANCHES = frozenset({"coalesce", "union", "choose", "optional", "local", "map", "flatMap", "repeat"})
TO_VALUES = frozenset(
    {"values", "valueMap", "elementMap", "properties", "propertyMap", "id", "label", "fold", "unfold", "count"}
) | {"project", "select", "group", "groupCount", "constant", "inject", "path", "cap", "sum", "min", "max", "mean"}


def kind_after(step: str, before: str | None, ends: list[str | None]) -> str | None:
    """ "vertex", "edge" or None for neither or not known, after a step whose children end at `ends`."""
    if step in TO_VERTICES:
        return "vertex"
    if step in TO_EDGES:
        return "edge"
    if step in BRANCHES:
        return ends[0] if ends and len(set(ends)) == 1 else None
    return None if step in TO_VALUES else before
