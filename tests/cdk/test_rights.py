"""What each role may do: what its function's declaration says it uses, and no more."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cdk.conftest import Assembly
from vault.runtime.catalogue import find
from vault.runtime.declaration import Graph, Service

MOST_CHARACTERS = 6_144
"""What IAM takes of a managed policy, spaces left out."""
BY_ACTION = {
    "neptune-db:WriteDataViaQuery": {Graph.WRITE, Graph.FRESH},
    "kms:Decrypt": {Service.KMS},
    "elasticache:Connect": {Service.REDIS},
}


def policies(assembly: Assembly) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every policy's statements, with its stack."""
    for stack, policy in assembly.resources("AWS::IAM::ManagedPolicy"):
        yield stack, policy["Properties"]["PolicyDocument"]["Statement"]


def actions_of(statement: dict[str, Any]) -> list[str]:
    """The actions of a statement."""
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


def test_policies_are_shorter_than_what_iam_takes(assembly: Assembly) -> None:
    longest = max(len(json.dumps(said, separators=(",", ":"))) for _, said in policies(assembly))

    assert longest < MOST_CHARACTERS


@pytest.mark.parametrize("action", BY_ACTION)
def test_a_role_may_do_what_its_function_says_it_uses(assembly: Assembly, action: str) -> None:
    handlers: list[Any] = [function.handler for function in find().endpoints.values()]
    wanted = sum(bool(BY_ACTION[action] & set(handler.uses)) for handler in handlers)

    granted = [
        stack
        for stack, said in policies(assembly)
        if "functions" in stack
        and "jobs" not in stack
        and stack.endswith("us-east-1")
        and any(action in actions_of(statement) and "Key" not in json.dumps(statement["Action"]) for statement in said)
    ]

    assert len(granted) == wanted
