"""The report of a synthesis: resources and their limits, accepted findings, layers."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from layers import build

MAX_RESOURCES = 400
"""Of a stack; CloudFormation allows 500."""
CHECKS = ("AwsSolutions", "NIST")


def render_report(assembly: Any) -> str:
    """The report: a line for each stack with its resources in each region."""
    templates = {stack.id: stack.template for stack in assembly.stacks_recursively}
    regions = sorted({stack.environment.region for stack in assembly.stacks_recursively})
    counts = {stack.id: len(stack.template.get("Resources", {})) for stack in assembly.stacks_recursively}
    names = sorted({_stack_name(stack.id, stack.environment.region) for stack in assembly.stacks_recursively})
    lines = ["".join(["stack".ljust(58), *(region.rjust(16) for region in regions)])]
    for name in names:
        cells = [str(counts.get(f"{name}-{region}", "")).rjust(16) for region in regions]
        lines.append("".join([name.ljust(58), *cells]))
    totals = [sum(count for stack, count in counts.items() if stack.endswith(region)) for region in regions]
    lines += ["".join(["together".ljust(58), *(str(total).rjust(16) for total in totals)]), ""]
    biggest = max(len(json.dumps(template)) for template in templates.values())
    lines.append(f"most of a stack: {max(counts.values())} of {MAX_RESOURCES} resources, {biggest / 1e6:.2f} of 1 MB")
    rules = Counter(
        _rule_of(rule) for rule, _ in accepted_findings(Path(assembly.directory)) if _rule_of(rule).startswith(CHECKS)
    )
    lines.append(f"findings: none; accepted, each with its reason: {sum(rules.values())}")
    lines += [f"  {rule}: {count}" for rule, count in sorted(rules.items())]
    return "\n".join([*lines, *_layer_sizes(), ""])


def _layer_sizes() -> Iterator[str]:
    sizes = {file.name: build.unpacked_size(file) for file in (build.PACKAGES, build.VAULT)}
    for name, size in sizes.items():
        yield f"layer {name}: {size / 1e6:.1f} MB unpacked"
    yield f"layers together: {sum(sizes.values()) / 1e6:.1f} of {build.MAX_BYTES / 1e6:.1f} MB"


def _stack_name(stack: str, region: str) -> str:
    return stack.removesuffix(f"-{region}")


def accepted_findings(directory: Path) -> Iterator[tuple[str, str]]:
    """The accepted findings of an assembly: (rule, reason)."""
    for file in sorted(directory.glob("*.metadata.json")):
        for entries in json.loads(file.read_text()).values():
            for entry in entries:
                if entry["type"] == "aws:cdk:acknowledged-rules":
                    yield from entry["data"].items()


def _rule_of(accepted_rule: str) -> str:
    return accepted_rule.partition("[")[0].rpartition("::")[2]
