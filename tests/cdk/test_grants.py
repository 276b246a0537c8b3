"""Each role may do what its function's declaration uses, and no more."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from cdk.shared_policies import INTERFACES
from tests.cdk.conftest import PRIMARY, SECONDARY, Assembly, as_list
from vault.adapters.systems import OPERATOR_CONTEXT
from vault.runtime.declaration import Graph, Service
from vault.runtime.registry import Function, find

BY_ACTION = {
    "neptune-db:WriteDataViaQuery": {Graph.WRITE, Graph.CONSISTENT_READ},
    "kms:Decrypt": {Service.KMS},
    "elasticache:Connect": {Service.REDIS},
}

ON_EVERY_RESOURCE = {
    **dict.fromkeys(
        INTERFACES, "Lambda creates interfaces with the role, whose own code may not: a statement denies it"
    ),
    "cognito-idp:CreateUserPool": "a new pool has no ARN; it gets the stage's tag",
    "cognito-idp:ListUserPools": "a list has no resource",
    "cognito-idp:TagResource": "a new pool has no ARN; no pool of another stage is tagged again",
    "sns:Publish": "phone numbers have no ARN; what has one is excluded",
}
"""Actions, each with the reason why no narrower resource is named."""


def policies(assembly: Assembly) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every policy's statements, with its stack."""
    for stack, policy in assembly.resources("AWS::IAM::ManagedPolicy"):
        yield stack, policy["Properties"]["PolicyDocument"]["Statement"]


def actions_of(statement: dict[str, Any]) -> list[str]:
    return as_list(statement["Action"])


def functions() -> list[Function]:
    """Every endpoint and job."""
    catalogue = find()
    return [*catalogue.endpoints.values(), *catalogue.by_queue.values(), *(job for _, job in catalogue.scheduled)]


def test_no_policy_has_a_wildcard_for_its_actions(assembly: Assembly) -> None:
    actions = [action for _, said in policies(assembly) for statement in said for action in actions_of(statement)]

    assert len(actions) > 100
    assert not [action for action in actions if "*" in action]


def test_wildcards_for_resources_stand_in_one_place(assembly: Assembly) -> None:
    wide = {stack for stack, said in policies(assembly) for statement in said if has_wildcard(statement)}

    assert {stack.removesuffix("-us-east-1").removesuffix("-eu-west-1") for stack in wide} == {
        "vault-preview-api",
        "vault-preview-rights",
    }


def has_wildcard(statement: dict[str, Any]) -> bool:
    """Whether a statement names more resources than it lists."""
    return "NotResource" in statement or "*" in json.dumps(statement["Resource"])


def test_what_is_allowed_on_every_resource_is_known_each_with_its_reason(assembly: Assembly) -> None:
    wide = {
        action
        for _, said in policies(assembly)
        for statement in said
        if statement["Effect"] == "Allow" and ("NotResource" in statement or "*" in as_list(statement["Resource"]))
        for action in actions_of(statement)
    }

    assert wide == set(ON_EVERY_RESOURCE)


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
    users = {function.name for function in functions() if service in function.handler.uses}  # type: ignore[attr-defined]

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


def declared_actions(uses: tuple[Any, ...], prefix: str) -> set[str]:
    """The actions of an AWS service that the declared uses grant."""
    return {
        action
        for use in uses
        if isinstance(use, Service)
        for grant in use.value.grants
        for action in grant.actions
        if action.startswith(prefix)
    }


@pytest.mark.parametrize("prefix", ["cognito-idp:", "sns:"])
def test_a_role_may_do_with_people_and_messages_what_its_function_declares_and_no_more(
    assembly: Assembly, prefix: str
) -> None:
    for function in functions():
        said = assembly.all_statements(function.name, PRIMARY)

        allowed = {action for one in said for action in actions_of(one) if action.startswith(prefix)}

        assert allowed == declared_actions(function.handler.uses, prefix), function.name  # type: ignore[attr-defined]


def test_only_what_changes_people_may_change_them(assembly: Assembly) -> None:
    reading = ("networkoperatorconsole-venues-list_venue_log", "subscriberconsole-login", "subscriberconsole-logout")

    allowed = {
        action for name in reading for said in assembly.all_statements(name, PRIMARY) for action in actions_of(said)
    }

    assert {action for action in allowed if action.startswith("cognito-idp:")} == {
        "cognito-idp:AdminGetUser",
        "cognito-idp:AdminInitiateAuth",
        "cognito-idp:AdminUserGlobalSignOut",
    }


def test_no_role_may_delete_from_the_log(assembly: Assembly) -> None:
    on_log = [one for _, said in policies(assembly) for one in said if "LogCluster" in json.dumps(one.get("Resource"))]
    actions = {action for one in on_log for action in actions_of(one)}

    assert actions == {"neptune-db:connect", "neptune-db:ReadDataViaQuery", "neptune-db:WriteDataViaQuery"}


def test_no_message_can_be_published_to_what_has_an_arn(assembly: Assembly) -> None:
    publishing = [one for _, said in policies(assembly) for one in said if "sns:Publish" in actions_of(one)]

    assert len(publishing) == 2
    for statement in publishing:
        assert "Resource" not in statement
        assert json.dumps(statement["NotResource"]).endswith(':sns:*:*:*"]]}')


def test_a_functions_own_code_may_not_touch_network_interfaces(assembly: Assembly) -> None:
    for region in (PRIMARY, SECONDARY):
        said = assembly.all_statements("subscriberconsole-login", region)

        (denied,) = [one for one in said if one["Effect"] == "Deny"]

        (allowed,) = [one for one in said if one["Effect"] == "Allow" and "ec2:CreateNetworkInterface" in one["Action"]]
        assert set(denied["Action"]) == set(allowed["Action"]) == set(INTERFACES)
        arn = json.dumps(denied["Condition"]["ArnLike"]["lambda:SourceFunctionArn"])
        assert arn.endswith(':function:vault-preview-*"]]}')


def test_a_pool_of_another_stage_cannot_be_made_this_stages(assembly: Assembly) -> None:
    tagging = [one for _, said in policies(assembly) for one in said if "cognito-idp:TagResource" in actions_of(one)]

    assert len(tagging) == 2
    for statement in tagging:
        assert statement["Condition"] == {
            "StringEquals": {"aws:RequestTag/vault:stage": "preview"},
            "StringEqualsIfExists": {"aws:ResourceTag/vault:stage": "preview"},
        }


def test_pools_are_changed_by_their_stage_alone(assembly: Assembly) -> None:
    untagged = {"cognito-idp:DescribeUserPool", "cognito-idp:ListUserPools"}

    for _, said in policies(assembly):
        for statement in said:
            if any(action.startswith("cognito-idp:") for action in {*actions_of(statement)} - untagged):
                assert "preview" in json.dumps(statement["Condition"])


def test_every_use_of_a_key_by_a_function_is_for_a_named_context_or_service(assembly: Assembly) -> None:
    names = [name for region in (PRIMARY, SECONDARY) for name in assembly.functions(region)]
    using = [
        statement
        for region in (PRIMARY, SECONDARY)
        for name in assembly.functions(region)
        for statement in assembly.statements(name, region)
        if any(action.startswith("kms:") for action in actions_of(statement))
    ]

    assert len(using) > len(names) / 2
    for statement in using:
        key = json.dumps(statement["Resource"])
        assert conditions_for(key) == set(statement["Condition"]), key
    assert {"kms:EncryptionContextKeys": [OPERATOR_CONTEXT]} in [
        statement["Condition"].get("ForAnyValue:StringEquals") for statement in using
    ]


def conditions_for(key: str) -> set[str]:
    """The operators of the conditions that a statement on the data key, or on another key, has."""
    return {"ForAllValues:StringEquals", "ForAnyValue:StringEquals"} if "DataKey" in key else {"StringEquals"}
