"""Each role may do what its function's declaration uses, and no more."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cdk.conftest import PRIMARY, SECONDARY, Assembly
from vault.runtime.declaration import Graph, Service
from vault.runtime.registry import find

BY_ACTION = {
    "neptune-db:WriteDataViaQuery": {Graph.WRITE, Graph.CONSISTENT_READ},
    "kms:Decrypt": {Service.KMS},
    "elasticache:Connect": {Service.REDIS},
}


def policies(assembly: Assembly) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every policy's statements, with its stack."""
    for stack, policy in assembly.resources("AWS::IAM::ManagedPolicy"):
        yield stack, policy["Properties"]["PolicyDocument"]["Statement"]


def actions_of(statement: dict[str, Any]) -> list[str]:
    actions = statement["Action"]
    return actions if isinstance(actions, list) else [actions]


def test_no_policy_has_a_wildcard_for_its_actions(assembly: Assembly) -> None:
    actions = [action for _, said in policies(assembly) for statement in said for action in actions_of(statement)]

    assert len(actions) > 100
    assert not [action for action in actions if "*" in action]


def test_wildcards_for_resources_stand_in_one_place(assembly: Assembly) -> None:
    wide = {
        stack for stack, said in policies(assembly) for statement in said if "*" in json.dumps(statement["Resource"])
    }

    assert {stack.removesuffix("-us-east-1").removesuffix("-eu-west-1") for stack in wide} == {
        "vault-preview-api",
        "vault-preview-rights",
    }


@pytest.mark.parametrize("action", BY_ACTION)
def test_a_role_may_do_what_its_function_says_it_uses(assembly: Assembly, action: str) -> None:
    for function in find().endpoints.values():
        handler: Any = function.handler
        allowed = {done for said in grants(assembly, function.name, action) for done in actions_of(said)}

        assert (action in allowed) == bool(BY_ACTION[action] & set(handler.uses)), function.name


def grants(assembly: Assembly, function: str, action: str) -> list[dict[str, Any]]:
    """The statements of a function's role that name an action, without those on the region's key, which queues need."""
    said = assembly.statements(function, PRIMARY)
    return [one for one in said if action in actions_of(one) and "NetworkKey" not in json.dumps(one["Resource"])]


@pytest.mark.parametrize("job", find().by_queue.values(), ids=lambda job: job.name)
@pytest.mark.parametrize("region", [PRIMARY, SECONDARY])
def test_a_queues_job_may_take_its_messages_and_open_them(assembly: Assembly, job: Any, region: str) -> None:
    said = assembly.statements(job.name, region)

    taking = [one for one in said if "sqs:ReceiveMessage" in actions_of(one)]

    assert [json.dumps(one["Resource"]).count(f"vault-preview-{job.handler.queue}") for one in taking] == [1]
    assert {*actions_of(taking[0])} == {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
    assert any("kms:Decrypt" in actions_of(one) for one in said)


def readers_of(assembly: Assembly, service: Service) -> set[str]:
    """The functions that may read the secret of an outside system."""
    return {
        name
        for name in assembly.functions(PRIMARY)
        for said in assembly.statements(name, PRIMARY)
        if "secretsmanager:GetSecretValue" in actions_of(said)
        and f"OutputRef{service.name.title()}" in json.dumps(said["Resource"])
    }


def test_what_sends_mail_reads_its_secret_and_nothing_else_does(assembly: Assembly) -> None:
    assert readers_of(assembly, Service.SMTP) == {"jobs-deliver_notifications"}


@pytest.mark.parametrize("service", [service for service in Service if service.value.secret])
def test_what_uses_an_outside_system_reads_its_secret_and_nothing_else_does(
    assembly: Assembly, service: Service
) -> None:
    catalogue = find()
    functions = [*catalogue.endpoints.values(), *catalogue.by_queue.values(), *(job for _, job in catalogue.scheduled)]

    users = {function.name for function in functions if service in function.handler.uses}  # type: ignore[attr-defined]

    assert readers_of(assembly, service) == users


def test_a_schedule_may_start_its_job_and_open_its_event(assembly: Assembly) -> None:
    policies_of = [
        found["Properties"]["PolicyDocument"]["Statement"]
        for template in assembly.templates.values()
        for name, found in template["Resources"].items()
        if "schedulerolePolicy" in name
    ]

    assert len(policies_of) >= 3
    assert all([said["Action"] for said in one] == ["lambda:InvokeFunction", "kms:Decrypt"] for one in policies_of)


def test_the_function_that_makes_operators_is_in_the_primary_alone_and_no_route_leads_to_it(
    assembly: Assembly,
) -> None:
    stacks = {stack for stack in assembly.templates if "onboard" in stack}

    assert stacks == {f"vault-preview-functions-onboard-{PRIMARY}"}
    kinds = {found["Type"] for found in assembly.templates[next(iter(stacks))]["Resources"].values()}
    assert not {kind for kind in kinds if kind.startswith(("AWS::ApiGateway", "AWS::Scheduler"))}
    assert "kms:GenerateDataKey" in {
        action
        for said in assembly.statements("vault-onboarding-lambda_handler", PRIMARY)
        for action in actions_of(said)
    }


def test_no_role_may_delete_from_the_log(assembly: Assembly) -> None:
    on_log = [one for _, said in policies(assembly) for one in said if "LogCluster" in json.dumps(one.get("Resource"))]
    actions = {action for one in on_log for action in actions_of(one)}

    assert actions == {"neptune-db:connect", "neptune-db:ReadDataViaQuery", "neptune-db:WriteDataViaQuery"}
