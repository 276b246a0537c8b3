"""Memory, time-out and concurrency of each function."""

import pytest

from cdk.functions import snap_start
from cdk.queues import VISIBILITY_TIMEOUT
from cdk.sizing import API_SECONDS, QUEUE_CONCURRENCY, SIZINGS, sizing_of
from tests.cdk.conftest import PRIMARY, SECONDARY, TWO_REGIONS, Assembly
from vault.kernel.queues import Queue
from vault.runtime.registry import find

CLASS_OF = {
    "gremlinconsole-execute_command": "executes commands",
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
    for name, made in assembly.functions(PRIMARY).items():
        if name.startswith("jobs-"):
            assert 6 * made["Timeout"] <= VISIBILITY_TIMEOUT.to_seconds()
        elif name != "vault-onboarding-lambda_handler":
            assert made["Timeout"] <= API_SECONDS < 30


def test_each_queue_is_handled_so_many_at_once(assembly: Assembly) -> None:
    mappings = [found["Properties"] for _, found in assembly.resources("AWS::Lambda::EventSourceMapping", SECONDARY)]

    allowed = sorted(mapping["ScalingConfig"]["MaximumConcurrency"] for mapping in mappings)

    assert set(QUEUE_CONCURRENCY) == set(Queue)
    assert allowed == sorted(QUEUE_CONCURRENCY[Queue(queue)] for queue in find().by_queue)
    assert min(QUEUE_CONCURRENCY.values()) >= ABOVE_A_MAPPINGS_LEAST


def test_concurrency_is_reserved_for_radius_and_where_a_system_has_a_limit_and_never_below_the_mapping(
    assembly: Assembly,
) -> None:
    reserved = {
        name: response["ReservedConcurrentExecutions"]
        for name, response in assembly.functions(PRIMARY).items()
        if "ReservedConcurrentExecutions" in response
    }

    assert (
        reserved
        == {"jobs-deliver_notifications": QUEUE_CONCURRENCY[Queue.NOTIFICATIONS], "radius-authorize": 100}
        == {"jobs-deliver_notifications": 5, "radius-authorize": TWO_REGIONS.radius_concurrency}
    )


def test_mail_leaves_by_the_ports_of_mail_servers_alone(assembly: Assembly) -> None:
    groups = [found["Properties"] for _, found in assembly.resources("AWS::EC2::SecurityGroup", PRIMARY)]

    open_to_all = [
        (rule["FromPort"], rule["ToPort"])
        for group in groups
        for rule in group.get("SecurityGroupEgress", [])
        if rule.get("CidrIp") == "0.0.0.0/0"
    ]

    assert sorted(open_to_all) == [(443, 443), (465, 465), (587, 587)]


def test_a_stage_that_nobody_waits_for_keeps_no_snapshots() -> None:
    kept = snap_start(TWO_REGIONS)

    assert kept is not None
    assert kept.apply_on == "PublishedVersions"
    assert snap_start(TWO_REGIONS.model_copy(update={"snap_start": False})) is None
