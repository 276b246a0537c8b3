"""The content of the templates, for the stage and for each function."""

import json
from collections import Counter

import pytest

from tests.architecture.source import endpoints
from tests.cdk.conftest import PRIMARY, SECONDARY, Assembly
from vault.adapters.systems import Service
from vault.runtime.forwarding import PATH


def test_each_endpoint_has_its_route_in_every_region(assembly: Assembly) -> None:
    wanted = {f"POST {path}" for path in (*endpoints(), PATH)}

    for region in (PRIMARY, SECONDARY):
        routes = [
            route["Properties"]["RouteKey"] for _, route in assembly.resources("AWS::ApiGatewayV2::Route", region)
        ]
        assert set(routes) == wanted
        assert len(routes) == len(wanted) < 300


def test_functions_run_as_they_are_meant_to(assembly: Assembly) -> None:
    ours = [function for region in (PRIMARY, SECONDARY) for function in assembly.functions(region).values()]

    assert len(ours) >= 2 * len(endpoints())
    for function in ours:
        assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])
        assert function["SnapStart"] == {"ApplyOn": "PublishedVersions"}
        assert len(function["Layers"]) == 2
        assert function["VpcConfig"]["SubnetIds"]
        assert function["KmsKeyArn"]


def test_one_role_invokes_all_functions_for_the_api(assembly: Assembly) -> None:
    integrations = [found for _, found in assembly.resources("AWS::ApiGatewayV2::Integration", PRIMARY)]
    permissions = [found["Properties"] for _, found in assembly.resources("AWS::Lambda::Permission")]

    assert len({json.dumps(found["Properties"]["CredentialsArn"]) for found in integrations}) == 1
    assert not [found for found in permissions if found["Principal"] == "apigateway.amazonaws.com"]


def test_schedules_are_in_the_primary_region_alone(assembly: Assembly) -> None:
    stacks = Counter(stack for stack, _ in assembly.resources("AWS::Scheduler::Schedule"))

    assert set(stacks) == {f"vault-preview-functions-jobs-{PRIMARY}"}
    assert sum(stacks.values()) >= 3


def test_a_schedules_event_tells_its_time(assembly: Assembly) -> None:
    schedules = [found["Properties"]["Target"]["Input"] for _, found in assembly.resources("AWS::Scheduler::Schedule")]

    assert {*schedules} == {'{"time": "<aws.scheduler.scheduled-time>"}'}


def test_consoles_may_read_how_far_a_replica_may_be_behind(assembly: Assembly) -> None:
    for _, api in assembly.resources("AWS::ApiGatewayV2::Api"):
        assert "x-replica-lag-seconds" in api["Properties"]["CorsConfiguration"]["ExposeHeaders"]


def test_each_secret_is_a_placeholder_that_is_kept_when_its_stack_goes(assembly: Assembly) -> None:
    secrets = [secret for _, secret in assembly.resources("AWS::SecretsManager::Secret")]
    declared = [service.value.secret.placeholder for service in Service if service.value.secret]

    texts = [secret["Properties"]["SecretString"] for secret in secrets]
    assert sorted(texts) == sorted(declared * 2)
    assert texts.count("smtps://user:password@mail.invalid:465") == 2
    assert {secret["DeletionPolicy"] for secret in secrets} == {"Retain"}
    assert all(secret["Properties"]["KmsKeyId"] for secret in secrets)


def test_outgoing_calls_leave_through_fixed_addresses(assembly: Assembly) -> None:
    addresses = list(assembly.resources("AWS::EC2::EIP", PRIMARY))
    gateways = list(assembly.resources("AWS::EC2::NatGateway", PRIMARY))

    assert len(addresses) == len(gateways) == 2


@pytest.mark.parametrize(
    "kind",
    ["AWS::Neptune::DBCluster", "AWS::Neptune::DBInstance", "AWS::Neptune::GlobalCluster", "AWS::Logs::LogGroup"],
)
def test_what_must_not_be_lost_outlives_its_stack(assembly: Assembly, kind: str) -> None:
    found = [resource for _, resource in assembly.resources(kind)]

    assert found
    assert {resource["DeletionPolicy"] for resource in found} == {"Retain"}
    assert {resource["UpdateReplacePolicy"] for resource in found} == {"Retain"}


def test_databases_are_guarded_and_kept(assembly: Assembly) -> None:
    clusters = [resource["Properties"] for _, resource in assembly.resources("AWS::Neptune::DBCluster")]

    assert len(clusters) == 4
    for cluster in clusters:
        assert cluster["DeletionProtection"]
        assert cluster["StorageEncrypted"]
        assert cluster["IamAuthEnabled"]
        assert cluster["BackupRetentionPeriod"] >= 15


def test_the_data_key_is_one_key_in_every_region(assembly: Assembly) -> None:
    made = [key["Properties"] for _, key in assembly.resources("AWS::KMS::Key") if key["Properties"].get("MultiRegion")]
    replicas = [stack for stack, _ in assembly.resources("AWS::KMS::ReplicaKey")]

    assert len(made) == 1
    assert replicas == [f"vault-preview-data-{SECONDARY}"]


def test_nothing_is_in_the_default_security_group(assembly: Assembly) -> None:
    assert "DefaultSecurityGroup" not in json.dumps(list(assembly.templates.values()))


def test_radius_servers_have_a_throttle_of_their_own(assembly: Assembly) -> None:
    for region in (PRIMARY, SECONDARY):
        (stage,) = [found["Properties"] for _, found in assembly.resources("AWS::ApiGatewayV2::Stage", region)]

        assert stage["RouteSettings"] == {
            "POST /radius/authorize": {"ThrottlingRateLimit": 1000, "ThrottlingBurstLimit": 2000}
        }


def test_a_stage_with_a_throttle_of_a_route_is_deployed_after_the_route(assembly: Assembly) -> None:
    stacks = {stack.id: stack for stack in assembly.cloud_assembly.stacks_recursively}

    for region in (PRIMARY, SECONDARY):
        before = {stack.id for stack in stacks[f"vault-preview-api-stage-{region}"].dependencies}

        assert f"vault-preview-functions-radius-{region}" in before


def test_what_neptune_logs_is_encrypted_and_ends(assembly: Assembly) -> None:
    groups = {
        found["Properties"]["LogGroupName"]: found["Properties"]
        for _, found in assembly.resources("AWS::Logs::LogGroup", PRIMARY)
    }
    clusters = [found for _, found in assembly.resources("AWS::Neptune::DBCluster", PRIMARY)]

    for cluster in clusters:
        name, exported = (
            cluster["Properties"]["DBClusterIdentifier"],
            cluster["Properties"]["EnableCloudwatchLogsExports"],
        )
        made = [groups[f"/aws/neptune/{name}/{log}"] for log in exported]
        assert all(group["RetentionInDays"] == 365 and group["KmsKeyId"] for group in made)
        assert len([other for other in cluster["DependsOn"] if other.startswith("Log")]) == len(exported) == 2


def test_every_log_group_ends_and_is_encrypted(assembly: Assembly) -> None:
    groups = [found["Properties"] for _, found in assembly.resources("AWS::Logs::LogGroup")]

    assert len(groups) > 100
    assert all(group["RetentionInDays"] and group["KmsKeyId"] for group in groups)
