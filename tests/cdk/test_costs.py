"""The numbers of resources in the cost estimate are those in the templates."""

import pytest

from cdk.costs import deployed
from cdk.costs.deployed import DeployedRegion, default_stage
from cdk.costs.load import KINDS, Load
from tests.cdk.conftest import Assembly

PRIMARY = "us-east-1"


def count(assembly: Assembly, kind: str) -> int:
    """The number of resources of a type in the primary region."""
    return sum(1 for _ in assembly.resources(kind, PRIMARY))


@pytest.fixture
def region() -> DeployedRegion:
    """A region in the cost estimate."""
    return DeployedRegion(Load(100), default_stage(2))


def test_what_is_paid_by_the_hour_is_what_is_made(assembly: Assembly, region: DeployedRegion) -> None:
    doors = [
        found["Properties"]
        for _, found in assembly.resources("AWS::EC2::VPCEndpoint", PRIMARY)
        if found["Properties"]["VpcEndpointType"] == "Interface"
    ]
    (cache,) = [found["Properties"] for _, found in assembly.resources("AWS::ElastiCache::ReplicationGroup", PRIMARY)]

    assert count(assembly, "AWS::Neptune::DBInstance") == region.graph_instances + region.log_instances
    assert count(assembly, "AWS::EC2::NatGateway") == count(assembly, "AWS::EC2::EIP") == region.zones
    assert len(doors) == deployed.INTERFACE_ENDPOINTS
    assert 1 + cache["ReplicasPerNodeGroup"] == deployed.NODES


def test_what_is_paid_by_the_month_is_what_is_made(assembly: Assembly) -> None:
    functions = [found["Properties"] for _, found in assembly.resources("AWS::Lambda::Function", PRIMARY)]
    kept = [function["MemorySize"] / 1024 for function in functions if function.get("SnapStart")]

    assert count(assembly, "AWS::KMS::Key") == deployed.KEYS
    assert count(assembly, "AWS::SecretsManager::Secret") == deployed.SECRETS
    assert count(assembly, "AWS::CloudWatch::Dashboard") == 1
    assert count(assembly, "AWS::CloudWatch::Alarm") == deployed.count_alarms(len(kept))
    assert sum(kept) / len(kept) == pytest.approx(deployed.MEMORY, abs=0.25)


def test_functions_have_the_memory_that_is_reckoned(assembly: Assembly) -> None:
    functions = [found["Properties"] for _, found in assembly.resources("AWS::Lambda::Function", PRIMARY)]
    memory = {function["Handler"].split(".")[-2].replace("_", ""): function["MemorySize"] for function in functions}
    names = {kind.path.rpartition("/")[2].lower(): kind.memory for kind in KINDS}

    assert names == {name: memory.get(name) for name in names}
