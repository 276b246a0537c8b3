"""AWS limits, for the current stage and for one with every documented endpoint."""

import json
import math
from collections import Counter
from typing import Any

from cdk import report
from cdk.names import MAX_CHARACTERS, shorten
from cdk.region import Place
from cdk.stage import Region, Stage
from tests.cdk.conftest import PRIMARY, SECONDARY, Assembly
from vault.runtime.registry import find

DOCUMENTED, IN_THE_LARGEST_GROUP = 162, 26
"""The number of documented endpoints, and of those in the largest folder, which is a stack."""
MOST = {
    "routes": 300,
    "managed policy": 6_144,
    "inline": 10_240,
    "a role in all": 20_480,
    "trust": 2_048,
    "policies of a role": 10,
    "environment": 4_096,
}
MAX_BYTES = 1_000_000
LONGEST_REGION = "ap-northeast-1"


def size(document: Any) -> int:
    """The characters of a document without spaces, as IAM counts them."""
    return len(json.dumps(document, separators=(",", ":")))


def of_a_function(assembly: Assembly) -> tuple[int, int]:
    """The most resources, and the most characters of a template, for one endpoint, rounded up."""
    endpoints = Counter(handler.handler.group for handler in find().endpoints.values())  # type: ignore[attr-defined]
    stacks = {
        f"vault-preview-functions-{group.replace('/', '-').replace('_', '-')}-{PRIMARY}": count
        for group, count in endpoints.items()
    }
    resources = max(math.ceil(len(assembly.templates[stack]["Resources"]) / count) for stack, count in stacks.items())
    return resources, max(math.ceil(size(assembly.templates[stack]) / count) for stack, count in stacks.items())


def test_a_stack_is_smaller_than_what_cloudformation_takes(assembly: Assembly) -> None:
    resources = {stack: len(template["Resources"]) for stack, template in assembly.templates.items()}
    characters = {stack: len(json.dumps(template)) for stack, template in assembly.templates.items()}

    assert max(resources.values()) < report.MAX_RESOURCES
    assert max(characters.values()) < MAX_BYTES
    assert max(len(template.get("Outputs", {})) for template in assembly.templates.values()) < 200


def test_the_largest_group_of_endpoints_will_fit_into_its_stack(assembly: Assembly) -> None:
    resources, characters = of_a_function(assembly)

    assert resources * IN_THE_LARGEST_GROUP < report.MAX_RESOURCES
    assert characters * IN_THE_LARGEST_GROUP < MAX_BYTES


def test_the_api_will_have_room_for_every_endpoint(assembly: Assembly) -> None:
    for kind in ("AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::Integration"):
        made = list(assembly.resources(kind, PRIMARY))
        assert len(made) == len(find().endpoints)
        assert len(made) * DOCUMENTED / len(find().endpoints) < MOST["routes"]


def test_policies_are_shorter_than_what_iam_takes(assembly: Assembly) -> None:
    managed = {
        f"{stack} {name}": size(found["Properties"]["PolicyDocument"])
        for stack, template in assembly.templates.items()
        for name, found in template["Resources"].items()
        if found["Type"] == "AWS::IAM::ManagedPolicy"
    }
    roles = [found["Properties"] for _, found in assembly.resources("AWS::IAM::Role")]

    shared = sum(characters for name, characters in managed.items() if f"rights-{PRIMARY}" in name)
    assert max(managed.values()) < MOST["managed policy"]
    assert max(managed.values()) + shared < MOST["a role in all"]
    assert max(size(role.get("Policies", [])) for role in roles) < MOST["inline"]
    assert max(size(role["AssumeRolePolicyDocument"]) for role in roles) < MOST["trust"]
    assert max(len(role.get("ManagedPolicyArns", [])) for role in roles) <= MOST["policies of a role"]


def test_environments_and_names_are_shorter_than_what_lambda_takes(assembly: Assembly) -> None:
    for region in (PRIMARY, SECONDARY):
        for function in assembly.functions(region).values():
            assert size(function["Environment"]["Variables"]) < MOST["environment"]
            assert len(function["FunctionName"]) <= MAX_CHARACTERS


def test_names_fit_in_the_stage_and_the_region_with_the_longest_names() -> None:
    stage = Stage(name="s" * 20, primary=LONGEST_REGION, regions={LONGEST_REGION: Region(cidr="10.0.0.0/16")})
    place = Place(stage, LONGEST_REGION)

    roles = {place.role_name(found.name) for found in find().endpoints.values()}
    functions = {shorten(place.resource_name(found.name)) for found in find().endpoints.values()}

    assert len(roles) == len(functions) == len(find().endpoints)
    assert max(map(len, roles | functions)) <= MAX_CHARACTERS
    assert all(role.startswith(place.resource_name(LONGEST_REGION, "")) for role in roles)


def test_the_report_tells_every_stack_and_what_was_accepted(assembly: Assembly) -> None:
    response = report.render_report(assembly.cloud_assembly)

    lines = dict(line.split(maxsplit=1) for line in response.splitlines() if line.startswith("vault-preview"))
    assert {f"{stack}-{PRIMARY}" for stack in lines} >= {stack for stack in assembly.templates if PRIMARY in stack}
    assert lines["vault-preview-queues"].split() == [
        str(len(assembly.templates[f"vault-preview-queues-{region}"]["Resources"])) for region in (SECONDARY, PRIMARY)
    ]
    assert "findings: none" in response
    assert "of 262.1 MB" in response
