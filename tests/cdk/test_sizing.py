"""Memory, time-out and concurrency of each function."""

import json

import pytest

from cdk.functions import snap_start
from cdk.sizing import API_SECONDS, QUEUE_CONCURRENCY, SIZINGS, sizing_of
from tests.cdk.conftest import PRIMARY, SECONDARY, TWO_REGIONS, Assembly
from vault.kernel.queues import Queue
from vault.runtime.declaration import Service
from vault.runtime.registry import find

CLASS_OF = {
    "gremlinconsole-execute_command": "executes commands",
    "jobs-configure_gateway": "configures gateways",
    "jobs-issue_keys": "makes keys",
    "jobs-make_scratch_cards": "makes keys",
    "jobs-deliver_notifications": "background",
    "jobs-sweep_outbox": "background",
    "networkoperatorconsole-venues-list_venues": "answers",
    "operatorconsole-tools-generate_wpa2_psk_packet": "makes packets",
    "radius-authorize": "matches",
    "subscriberconsole-login": "derives keys",
}
ABOVE_A_MAPPINGS_LEAST = 2
"""The minimum of an event source mapping's maximum concurrency."""


@pytest.mark.parametrize("name", CLASS_OF)
def test_a_function_gets_what_its_class_of_work_needs(assembly: Assembly, name: str) -> None:
    work = next(work for work, _ in SIZINGS if work.name == CLASS_OF[name])

    made = assembly.functions(PRIMARY)[name]

    assert (made["MemorySize"], made["Timeout"]) == (work.memory, work.seconds)


def test_every_class_of_work_is_somebodys() -> None:
    catalogue = find()
    functions = [*catalogue.endpoints.values(), *catalogue.by_queue.values(), *(job for _, job in catalogue.scheduled)]

    assert {sizing_of(function.handler).name for function in functions} == {work.name for work, _ in SIZINGS}


def test_endpoints_end_before_the_api_stops_to_wait_and_jobs_before_their_messages_come_again(
    assembly: Assembly,
) -> None:
    queues = [found["Properties"] for _, found in assembly.resources("AWS::SQS::Queue", PRIMARY)]
    hidden_by_name = {queue["QueueName"]: queue.get("VisibilityTimeout") for queue in queues}
    hidden = {job.name: hidden_by_name[f"vault-preview-{queue}"] for queue, job in find().by_queue.items()}

    assert hidden["jobs-configure_gateway"] == 720
    for name, made in assembly.functions(PRIMARY).items():
        if name in hidden:
            assert hidden[name] == 6 * made["Timeout"]
        elif name.startswith("jobs-"):
            assert made["Timeout"] <= 300
        elif name != "vault-onboarding-lambda_handler":
            assert made["Timeout"] <= API_SECONDS < 30


def test_each_queue_is_handled_so_many_at_once(assembly: Assembly) -> None:
    mappings = [found["Properties"] for _, found in assembly.resources("AWS::Lambda::EventSourceMapping", SECONDARY)]

    allowed = sorted(mapping["ScalingConfig"]["MaximumConcurrency"] for mapping in mappings)

    assert set(QUEUE_CONCURRENCY) == set(Queue)
    assert allowed == sorted(QUEUE_CONCURRENCY[Queue(queue)] for queue in find().by_queue)
    assert min(QUEUE_CONCURRENCY.values()) >= ABOVE_A_MAPPINGS_LEAST


def test_one_gateway_is_configured_in_a_run(assembly: Assembly) -> None:
    mappings = [found["Properties"] for _, found in assembly.resources("AWS::Lambda::EventSourceMapping", PRIMARY)]

    of_gateways = [each for each in mappings if "configuregateway" in json.dumps(each["EventSourceArn"]).lower()]

    assert [each["BatchSize"] for each in of_gateways] == [1]


def test_concurrency_is_reserved_where_others_must_not_use_it_up_and_never_below_the_mapping(
    assembly: Assembly,
) -> None:
    reserved = {
        name: response["ReservedConcurrentExecutions"]
        for name, response in assembly.functions(PRIMARY).items()
        if "ReservedConcurrentExecutions" in response
    }

    assert (
        reserved
        == {
            "jobs-configure_gateway": QUEUE_CONCURRENCY[Queue.CONFIGURE_GATEWAY],
            "jobs-deliver_notifications": QUEUE_CONCURRENCY[Queue.NOTIFICATIONS],
            "radius-authorize": TWO_REGIONS.radius_concurrency,
        }
        == {"jobs-configure_gateway": 20, "jobs-deliver_notifications": 5, "radius-authorize": 100}
    )


def open_ports(assembly: Assembly) -> dict[str, list[tuple[int, int]]]:
    """The ports of the internet that each security group opens, by its description."""
    groups = [found["Properties"] for _, found in assembly.resources("AWS::EC2::SecurityGroup", PRIMARY)]
    return {
        group["GroupDescription"]: sorted(
            (rule["FromPort"], rule["ToPort"])
            for rule in group.get("SecurityGroupEgress", [])
            if rule.get("CidrIp") == "0.0.0.0/0"
        )
        for group in groups
    }


def test_mail_leaves_by_the_ports_of_mail_servers_alone(assembly: Assembly) -> None:
    assert open_ports(assembly)["Lambda functions"] == [(443, 443), (465, 465), (587, 587)]


def test_only_functions_that_reach_devices_in_venues_may_use_any_port(assembly: Assembly) -> None:
    opened = open_ports(assembly)
    catalogue = find()
    functions = [*catalogue.endpoints.values(), *catalogue.by_queue.values(), *(job for _, job in catalogue.scheduled)]
    reaching = {each.name for each in functions if Service.GATEWAYS in each.handler.uses}  # type: ignore[attr-defined]
    groups = {name: len(made["VpcConfig"]["SecurityGroupIds"]) for name, made in assembly.functions(PRIMARY).items()}

    assert opened.pop("Lambda functions that reach devices in venues") == [(0, 65535)]
    assert [ports for ports in opened.values() if (0, 65535) in ports] == []
    assert {name for name, count in groups.items() if count > 1} == reaching >= {"jobs-configure_gateway"}


def test_a_stage_that_nobody_waits_for_keeps_no_snapshots() -> None:
    kept = snap_start(TWO_REGIONS)

    assert kept is not None
    assert kept.apply_on == "PublishedVersions"
    assert snap_start(TWO_REGIONS.model_copy(update={"snap_start": False})) is None
