"""One synthesis of every stack for all tests."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cdk.app  # noqa: F401  puts node on the path before jsii looks for it

Resource = Mapping[str, Any]


@dataclass(frozen=True)
class Assembly:
    """The templates by stack, and what was accepted of the checks' findings."""

    templates: Mapping[str, Mapping[str, Any]]
    accepted: tuple[tuple[str, str], ...]
    files: tuple[Path, ...]

    def resources(self, kind: str, region: str = "") -> Iterator[tuple[str, Resource]]:
        """The resources of a type, with their stacks' names."""
        for stack, template in self.templates.items():
            for resource in template.get("Resources", {}).values():
                if resource["Type"] == kind and stack.endswith(region):
                    yield stack, resource


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """The stage of cdk.json; that it comes to be at all says that the checks find nothing."""
    from cdk import application

    folder = tmp_path_factory.mktemp("cdk.out")
    stacks = application.app_of(outdir=str(folder)).synth().stacks_recursively
    accepted = tuple(
        finding
        for file in sorted(folder.glob("*.metadata.json"))
        for entries in json.loads(file.read_text()).values()
        for entry in entries
        if entry["type"] == "aws:cdk:acknowledged-rules"
        for finding in entry["data"].items()
    )
    return Assembly(
        {stack.id: stack.template for stack in stacks}, accepted, tuple(sorted(folder.glob("*.template.json")))
    )
