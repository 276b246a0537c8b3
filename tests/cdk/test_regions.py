"""The settings and permissions of a secondary region, and that any region can become the primary."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App

from cdk import application
from cdk.region import Place
from cdk.resource_names import ResourceNames, url_of
from cdk.stage import Domain, Region, Stage
from layers import build
from tests.architecture.source import ROOT
from tests.cdk.conftest import PRIMARY, SECONDARY, TWO_REGIONS, Assembly, as_list
from vault.runtime.command_receiver import RegionRefused, authorize_region
from vault.runtime.forwarding import PATH
from vault.runtime.registry import Functions, find

EXECUTE = "gremlinconsole-execute_command"
WRITES = "networkoperatorconsole-venues-add_venue"
READS = "networkoperatorconsole-venues-list_venues"
CARRIES = "jobs-publish_log_entries"
FINDS_ALL = """
import sys
sys.path[:0] = sys.argv[1:3]
from functions.gremlinconsole.execute_command import _find_endpoint
assert sys.modules["functions"].__file__.startswith(sys.argv[1])
assert [_find_endpoint(path).path for path in sys.argv[3:]] == sys.argv[3:]
"""
SOME = ("/networkoperatorconsole/venues/addVenue", "/subscriberconsole/login", PATH)


def variables(assembly: Assembly, function: str, region: str) -> dict[str, Any]:
    return dict(assembly.functions(region)[function]["Environment"]["Variables"])


def granted(assembly: Assembly, function: str, region: str) -> set[str]:
    """The actions that a function's own policy allows."""
    return {action for said in assembly.statements(function, region) for action in as_list(said["Action"])}


def test_gateways_let_in_the_addresses_of_every_region() -> None:
    regions = {
        PRIMARY: Region(cidr="10.20.0.0/16", outgoing_addresses=("198.51.100.7/32",)),
        SECONDARY: Region(cidr="10.21.0.0/16", outgoing_addresses=("203.0.113.7/32", "203.0.113.8/32")),
    }
    place = Place(TWO_REGIONS.model_copy(update={"regions": regions}), PRIMARY)
    own = {"own_addresses": "192.0.2.1/32,192.0.2.2/32", "secrets": {}, "primary": None}

    names = ResourceNames(place, *["-"] * 12, **own)

    assert names.outgoing_addresses == "192.0.2.1/32,192.0.2.2/32,203.0.113.7/32,203.0.113.8/32"


def test_a_function_is_told_its_own_regions_addresses_by_reference(assembly: Assembly) -> None:
    given = variables(assembly, "jobs-configure_gateway", PRIMARY)["VAULT_OUTGOING_ADDRESSES"]
    network = assembly.templates[f"vault-preview-network-{PRIMARY}"]
    addresses = [name for name, found in network["Resources"].items() if found["Type"] == "AWS::EC2::EIP"]

    imported = [part["Fn::ImportValue"] for part in given["Fn::Join"][1] if isinstance(part, dict)]

    exported = {
        each["Export"]["Name"]: each["Value"].get("Ref") for each in network["Outputs"].values() if "Export" in each
    }
    assert sorted(exported[name] for name in imported) == sorted(addresses)
    assert given["Fn::Join"][1][1::2] == ["/32,", "/32"]


def test_the_route_of_commands_asks_for_iam_and_no_other_does(assembly: Assembly) -> None:
    routes = [route["Properties"] for _, route in assembly.resources("AWS::ApiGatewayV2::Route")]

    signed = [route["RouteKey"] for route in routes if route["AuthorizationType"] == "AWS_IAM"]

    assert signed == [f"POST {PATH}"] * 2
    assert {route["AuthorizationType"] for route in routes} == {"AWS_IAM", "NONE"}


def test_the_asset_of_commands_has_every_endpoint_and_no_job(assembly: Assembly) -> None:
    key = assembly.functions(PRIMARY)[EXECUTE]["Code"]["S3Key"].removesuffix(".zip")
    folder = Path(assembly.cloud_assembly.directory) / f"asset.{key}"

    held = {str(file.relative_to(folder)) for file in folder.rglob("*.py")}

    wanted = {f"functions/{name.name.replace('-', '/')}.py" for name in find().endpoints.values()}
    assert wanted <= held
    assert not [file for file in held if file.startswith("functions/jobs")]
    paths = [path for path in find().endpoints if path != PATH]
    command = [sys.executable, "-c", FINDS_ALL, str(folder), str(ROOT / "shared"), *paths]
    assert subprocess.run(command, capture_output=True, check=False, cwd=folder).stderr == b""


def test_the_primary_believes_the_roles_of_the_other_regions_and_no_others(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = filled(variables(assembly, EXECUTE, PRIMARY)["VAULT_REGIONAL_ROLES"])
    monkeypatch.setenv("VAULT_REGIONAL_ROLES", pattern)
    roles = [role["Properties"].get("RoleName") for _, role in assembly.resources("AWS::IAM::Role", SECONDARY)]

    for role in filter(None, roles):
        authorize_region(signed_by(f"arn:aws:sts::123456789012:assumed-role/{role}/session"))

    assert len([role for role in roles if role]) > 50
    for other in (f"vault-preview-{PRIMARY}-login", "vault-preview-functions-jobs-Role", "vault-live-eu-west-1-login"):
        with pytest.raises(RegionRefused):
            authorize_region(signed_by(f"arn:aws:sts::123456789012:assumed-role/{other}/session"))


def signed_by(arn: str) -> dict[str, Any]:
    """An event of a call that was signed by a role."""
    return {"requestContext": {"authorizer": {"iam": {"userArn": arn}}}}


def filled(text: Any) -> str:
    """A text with AWS's pseudo parameters replaced."""
    if isinstance(text, str):
        return text
    if "Ref" in text:
        return {"AWS::Partition": "aws", "AWS::AccountId": "123456789012", "AWS::URLSuffix": "amazonaws.com"}[
            text["Ref"]
        ]
    return "".join(filled(part) for part in text["Fn::Join"][1])


def test_another_region_is_told_where_the_primary_is_and_the_primary_is_not(assembly: Assembly) -> None:
    here, there = variables(assembly, WRITES, PRIMARY), variables(assembly, WRITES, SECONDARY)

    assert not {name for name in here if name.startswith("VAULT_PRIMARY")}
    assert there["VAULT_PRIMARY_URL"] == f"https://{PRIMARY}.api.example.com/preview"
    assert (there["VAULT_PRIMARY_REGION"], there["VAULT_REPLICA_LAG_SECONDS"]) == (PRIMARY, "10")
    assert all("VAULT_PRIMARY_URL" in variables(assembly, name, SECONDARY) for name in assembly.functions(SECONDARY))
    carried = variables(assembly, CARRIES, SECONDARY)["VAULT_PRIMARY_LOG_ENTRIES_QUEUE_URL"]
    assert filled(carried) == f"https://sqs.{PRIMARY}.amazonaws.com/123456789012/vault-preview-log_entries"


def test_persons_are_asked_for_where_their_pools_are(assembly: Assembly) -> None:
    for region in (PRIMARY, SECONDARY):
        assert variables(assembly, "subscriberconsole-login", region)["VAULT_COGNITO_REGION"] == PRIMARY


def test_no_function_of_another_region_writes_to_a_graph(assembly: Assembly) -> None:
    policies = [found["Properties"] for _, found in assembly.resources("AWS::IAM::ManagedPolicy", SECONDARY)]

    said = json.dumps([policy["PolicyDocument"] for policy in policies])

    assert "neptune-db:ReadDataViaQuery" in said
    assert "neptune-db:WriteDataViaQuery" not in said
    assert "neptune-db:DeleteDataViaQuery" not in said


@pytest.mark.parametrize("function", [WRITES, READS])
def test_endpoints_of_another_region_may_call_one_route_of_the_primary(assembly: Assembly, function: str) -> None:
    invoke = [said for said in assembly.statements(function, SECONDARY) if said["Action"] == "execute-api:Invoke"]

    assert len(invoke) == 1
    arn = json.dumps(invoke[0]["Resource"])
    assert f":execute-api:{PRIMARY}:" in arn
    assert f"/preview/POST{PATH}" in arn
    assert "*" not in arn
    assert "execute-api:Invoke" not in granted(assembly, function, PRIMARY)


def test_the_job_of_another_region_sends_log_entries_to_the_primary_and_does_no_more(assembly: Assembly) -> None:
    said = assembly.statements(CARRIES, SECONDARY)

    sent = [found for found in said if found["Action"] == "sqs:SendMessage"]

    assert [filled(found["Resource"]) for found in sent] == [
        f"arn:aws:sqs:{PRIMARY}:123456789012:vault-preview-log_entries"
    ]
    assert not {action for action in granted(assembly, CARRIES, SECONDARY) if action.startswith("neptune-db")}


def test_the_log_of_another_region_is_read_at_its_readers(assembly: Assembly) -> None:
    here, there = (json.dumps(variables(assembly, READS, region)["VAULT_LOG_GRAPH"]) for region in (PRIMARY, SECONDARY))

    assert ("ReadEndpoint" in here, "ReadEndpoint" in there) == (False, True)


def test_each_region_has_a_name_of_its_own_beside_the_common_one(assembly: Assembly) -> None:
    names = [found["Properties"]["DomainName"] for _, found in assembly.resources("AWS::ApiGatewayV2::DomainName")]
    records = [found["Properties"] for _, found in assembly.resources("AWS::Route53::RecordSet")]

    assert sorted(names) == ["api.example.com"] * 2 + [f"{SECONDARY}.api.example.com", f"{PRIMARY}.api.example.com"]
    nearest = [record.get("Region") for record in records if record["Name"] == "api.example.com."]
    assert sorted(nearest) == [SECONDARY, PRIMARY]


def test_without_a_domain_the_primary_is_found_by_its_id() -> None:
    alone = Place(TWO_REGIONS.model_copy(update={"domain": None}), PRIMARY)
    under = Place(TWO_REGIONS.model_copy(update={"regions": {PRIMARY: TWO_REGIONS.regions[PRIMARY]}}), PRIMARY)

    assert url_of(alone, "abc").startswith(f"https://abc.execute-api.{PRIMARY}.")
    assert url_of(under, "abc") == "https://api.example.com/preview"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Some functions of the stage before and after another region has become the primary, as templates."""
    whole = find()
    some = Functions({path: whole.endpoints[path] for path in SOME}, whole.by_queue, whole.scheduled)
    stages = (TWO_REGIONS, TWO_REGIONS.model_copy(update={"primary": SECONDARY, "home": PRIMARY}))
    return [synthesised(stage, some, tmp_path_factory.mktemp("moved")) for stage in stages]


def synthesised(stage: Stage, catalogue: Functions, folder: Path) -> dict[str, Any]:
    """The templates of a stage with these functions."""
    app = App(outdir=str(folder))
    application.add_stacks(app, stage, build.build_layers(), catalogue)
    return {stack.id: stack.template for stack in app.synth().stacks_recursively}


def test_when_the_primary_moves_nothing_loses_what_others_hold_by(moved: list[dict[str, Any]]) -> None:
    before, after = ({stack: set(found.get("Outputs", {})) for stack, found in each.items()} for each in moved)

    lost = {stack: exports - after.get(stack, set()) for stack, exports in before.items()}

    assert {stack: gone for stack, gone in lost.items() if gone and "onboard" not in stack} == {}


@pytest.mark.parametrize("part", ["api", "api-stage", "data", "network", "peers", "queues", "rights", "secrets"])
def test_when_the_primary_moves_what_functions_stand_on_stays_as_it_is(moved: list[dict[str, Any]], part: str) -> None:
    before, after = moved

    for region in (PRIMARY, SECONDARY):
        stack = f"vault-preview-{part}-{region}"
        assert before[stack]["Resources"] == after[stack]["Resources"]


def test_when_the_primary_moves_the_trigger_stays_with_the_pools(moved: list[dict[str, Any]]) -> None:
    before, after = moved
    stack = f"vault-preview-triggers-{PRIMARY}"

    assert before[stack]["Resources"] == after[stack]["Resources"]
    assert f"vault-preview-triggers-{SECONDARY}" not in after
    (onboarding,) = [found for name, found in after.items() if "onboard" in name]
    assert f":lambda:{PRIMARY}:" in json.dumps(onboarding["Resources"])


def test_a_domain_lies_in_its_zone() -> None:
    with pytest.raises(ValueError, match=r"api\.example\.org does not lie in the zone example\.com"):
        Domain(name="api.example.org", zone="example.com", zone_id="Z")
