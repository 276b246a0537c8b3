"""One synthesis of every stack for all tests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cdk.app  # noqa: F401  puts node on the path before jsii looks for it
from cdk.stage import Domain, Region, Stage
from layers import build
from vault.runtime.registry import find

Resource = Mapping[str, Any]
PRIMARY, SECONDARY = "us-east-1", "eu-west-1"
TWO_REGIONS = Stage(
    name="preview",
    primary=PRIMARY,
    regions={PRIMARY: Region(cidr="10.20.0.0/16"), SECONDARY: Region(cidr="10.21.0.0/16")},
    domain=Domain(name="api.example.com", zone="example.com", zone_id="Z0123456789"),
    alarm_email="alarms@example.com",
)


@dataclass(frozen=True)
class Assembly:
    """The templates by stack, the accepted findings, and the synthesis as CDK reports it."""

    templates: Mapping[str, Mapping[str, Any]]
    accepted: tuple[tuple[str, str], ...]
    files: tuple[Path, ...]
    cloud_assembly: Any

    def resources(self, kind: str, region: str = "") -> Iterator[tuple[str, Resource]]:
        """The resources of a type, with their stacks' names."""
        for stack, template in self.templates.items():
            for resource in template.get("Resources", {}).values():
                if resource["Type"] == kind and stack.endswith(region):
                    yield stack, resource

    def functions(self, region: str) -> dict[str, Resource]:
        """The functions with VAULT's layers in a region, by their names in the catalogue."""
        found = (resource["Properties"] for _, resource in self.resources("AWS::Lambda::Function", region))
        return {name_of(response): response for response in found if "Layers" in response}

    def statements(self, function: str, region: str) -> list[dict[str, Any]]:
        """The statements of a function's own policy, without shared policies."""
        template, arns = self.policies_of_role(function, region)
        return statements_of(template, arns[0]["Ref"])

    def all_statements(self, function: str, region: str) -> list[dict[str, Any]]:
        """The statements of a function's own policy and of the shared policies that its role has."""
        _, (_, *shared) = self.policies_of_role(function, region)
        rights = next(found for stack, found in self.templates.items() if stack.endswith(f"rights-{region}"))
        exported = {output["Export"]["Name"]: output["Value"]["Ref"] for output in rights["Outputs"].values()}
        common = [found for arn in shared for found in statements_of(rights, exported[arn["Fn::ImportValue"]])]
        return [*self.statements(function, region), *common]

    def policies_of_role(self, function: str, region: str) -> tuple[Mapping[str, Any], list[dict[str, str]]]:
        """The template with a function's role, and the role's policies, its own first."""
        role = self.functions(region)[function]["Role"]["Fn::GetAtt"][0]
        template = next(
            found for stack, found in self.templates.items() if stack.endswith(region) and role in found["Resources"]
        )
        return template, template["Resources"][role]["Properties"]["ManagedPolicyArns"]


def statements_of(template: Mapping[str, Any], policy: str) -> list[dict[str, Any]]:
    """The statements of a managed policy, by its logical id."""
    return list(template["Resources"][policy]["Properties"]["PolicyDocument"]["Statement"])


def name_of(function: Resource) -> str:
    """The name of a function in the catalogue, or its module in a layer."""
    module: str = function["Handler"].removesuffix(".handler").removeprefix("functions.")
    return module.replace(".", "-")


def as_list(value: Any) -> list[Any]:
    """A value that IAM may abbreviate from a list of one, as a list."""
    return value if isinstance(value, list) else [value]


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """A stage of two regions; synthesizing it fails on findings of the security checks."""
    from aws_cdk import App

    from cdk import application, report

    folder = tmp_path_factory.mktemp("cdk.out")
    app = App(outdir=str(folder))
    application.add_stacks(app, TWO_REGIONS, build.build_layers(), find())
    application.add_security_checks(app)
    response = app.synth()
    return Assembly(
        {stack.id: stack.template for stack in response.stacks_recursively},
        tuple(report.accepted_findings(folder)),
        tuple(sorted(folder.glob("*.template.json"))),
        response,
    )
