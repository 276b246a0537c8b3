"""The trigger of the user pools: small, alone, where the pools are, and callable by Cognito only."""

import json
from pathlib import Path
from typing import Any

import pytest

from cdk.triggers import SECONDS
from tests.cdk.conftest import PRIMARY, SECONDARY, Assembly
from tests.cdk.test_regions import filled
from vault.adapters.systems import Service

STACK = f"vault-preview-triggers-{PRIMARY}"
COGNITO_WAITS_SECONDS = 5


@pytest.fixture
def function(assembly: Assembly) -> dict[str, Any]:
    """The trigger's function."""
    (found,) = [
        resource["Properties"]
        for resource in assembly.templates[STACK]["Resources"].values()
        if resource["Type"] == "AWS::Lambda::Function"
    ]
    return dict(found)


def test_the_trigger_is_in_the_region_of_the_pools_alone(assembly: Assembly) -> None:
    assert [stack for stack in assembly.templates if "-triggers-" in stack] == [STACK]


def test_it_has_no_layer_and_no_network_and_ends_before_cognito_stops_to_wait(function: dict[str, Any]) -> None:
    assert not {"Layers", "VpcConfig", "Environment"} & set(function)
    assert function["Timeout"] == SECONDS <= COGNITO_WAITS_SECONDS


def test_its_code_is_one_module_that_imports_nothing_of_others(assembly: Assembly, function: dict[str, Any]) -> None:
    folder = Path(assembly.cloud_assembly.directory) / f"asset.{function['Code']['S3Key'].removesuffix('.zip')}"

    files = sorted(str(file.relative_to(folder)) for file in folder.rglob("*.py"))

    assert files == [
        "functions/__init__.py",
        "functions/triggers/__init__.py",
        "functions/triggers/pre_token_generation.py",
    ]
    assert function["Handler"] == "functions.triggers.pre_token_generation.handler"
    assert {line for line in (folder / files[2]).read_text().splitlines() if line.startswith(("import", "from"))} == {
        "from typing import Any"
    }


def test_cognito_alone_may_call_it_and_for_pools_of_this_account_alone(assembly: Assembly) -> None:
    permissions = [found["Properties"] for _, found in assembly.resources("AWS::Lambda::Permission")]

    (permission,) = permissions

    assert (permission["Action"], permission["Principal"]) == ("lambda:InvokeFunction", "cognito-idp.amazonaws.com")
    assert permission["FunctionName"] == {"Ref": "Live"}
    assert permission["SourceAccount"] == {"Ref": "AWS::AccountId"}
    assert filled(permission["SourceArn"]) == f"arn:aws:cognito-idp:{PRIMARY}:123456789012:userpool/*"


def test_it_may_write_its_log_and_nothing_else(assembly: Assembly) -> None:
    (policy,) = [
        resource["Properties"]["PolicyDocument"]["Statement"]
        for resource in assembly.templates[STACK]["Resources"].values()
        if resource["Type"] == "AWS::IAM::ManagedPolicy"
    ]

    assert [statement["Action"] for statement in policy] == [["logs:CreateLogStream", "logs:PutLogEvents"]]


def test_pools_are_created_with_the_alias_that_cognito_may_call(assembly: Assembly) -> None:
    onboarding = assembly.functions(PRIMARY)["vault-onboarding-lambda_handler"]["Environment"]["Variables"]
    (alias,) = [
        resource["Properties"]
        for resource in assembly.templates[STACK]["Resources"].values()
        if resource["Type"] == "AWS::Lambda::Alias"
    ]

    name = f"vault-preview-triggers-pre_token_generation:{alias['Name']}"

    assert filled(onboarding["VAULT_PRE_TOKEN_TRIGGER"]) == f"arn:aws:lambda:{PRIMARY}:123456789012:function:{name}"


def test_nobody_but_onboarding_knows_or_changes_the_pools_settings(assembly: Assembly) -> None:
    settings = set(Service.COGNITO_POOLS.value.settings) - set(Service.COGNITO_READ.value.settings)

    knowing = {
        name
        for region in (PRIMARY, SECONDARY)
        for name, function in assembly.functions(region).items()
        if settings & set(function["Environment"]["Variables"])
    }

    assert knowing == {"vault-onboarding-lambda_handler"}
    changing = {
        name
        for name in assembly.functions(PRIMARY)
        if "cognito-idp:UpdateUserPool" in json.dumps(assembly.all_statements(name, PRIMARY))
    }
    assert changing == knowing
