"""One synthesis of every stack for all tests."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cdk.app  # noqa: F401  puts node on the path before jsii looks for it
from cdk.stage import Domain, Region, Stage
from layers import build

Resource = Mapping[str, Any]
TWO_REGIONS = Stage(
    name="preview",
    primary="us-east-1",
    regions={"us-east-1": Region(cidr="10.20.0.0/16"), "eu-west-1": Region(cidr="10.21.0.0/16")},
    domain=Domain(name="api.example.com", zone="example.com", zone_id="Z0123456789"),
    alarm_email="alarms@example.com",
)


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
    """A stage of two regions; that it comes to be at all says that the checks find nothing."""
    from aws_cdk import App

    from cdk import application

    folder = tmp_path_factory.mktemp("cdk.out")
    app = application.composed(App(outdir=str(folder)), TWO_REGIONS, build.built())
    stacks = app.synth().stacks_recursively
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
