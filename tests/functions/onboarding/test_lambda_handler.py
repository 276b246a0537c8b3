"""The onboarding command, run by the Lambda function of a deployment."""

import io
import json
from typing import Any

import boto3
import pytest

import cdk.app  # noqa: F401  puts node on the path before jsii looks for it
from cdk import onboard
from cdk.onboarding import COMMAND
from tests.factories import unique_name
from tests.gateway import Context
from vault.adapters import cognito_pools
from vault.onboarding import lambda_handler
from vault.runtime import job

pytestmark = pytest.mark.usefixtures("world")


def run(*arguments: str) -> dict[str, Any]:
    """The function's answer; it is observed like a job, so that it uses no more than it is granted."""
    response: list[dict[str, Any]] = []
    event = {"arguments": list(arguments)}
    work = job.Job(COMMAND.name, lambda _ctx: response.append(lambda_handler.handler(event, None)), "", COMMAND.uses)
    work({}, Context())
    return response[0]


def new_operator(name: str, email: str) -> dict[str, Any]:
    """The arguments for a new operator."""
    return run("operator", "--name", name, "--email", email)


def test_an_operator_is_made_and_told_of() -> None:
    name = unique_name("Onboard")

    response = new_operator(name, f"root@{name.lower()}.example")

    assert response["code"] == 0
    assert f"Origin https://{name.lower()}.example" in response["output"]


def test_what_was_made_is_found_when_the_command_comes_again() -> None:
    name = unique_name("Onboard")

    once, again = (new_operator(name, f"root@{name.lower()}.example") for _ in range(2))

    assert once == again


def test_a_refusal_is_told_in_a_sentence_with_a_code_of_its_own() -> None:
    response = new_operator(unique_name("Onboard"), "nobody")

    assert response["code"] == 1
    assert response["output"].endswith("\n")
    assert "Traceback" not in response["output"]


def test_arguments_that_are_none_are_told_as_on_a_command_line() -> None:
    response = run("landlord")

    assert response["code"] == 2
    assert "invalid choice: 'landlord'" in response["output"]


def test_pools_of_the_same_name_are_told_apart_by_their_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    name = unique_name("pool")
    here = cognito_pools.provide_pool(name)

    monkeypatch.setenv("VAULT_STAGE", "live")
    there = cognito_pools.provide_pool(name)

    assert there.id != here.id
    assert cognito_pools.provide_pool(name).id == there.id


@pytest.mark.parametrize(
    ("answered", "code"),
    [
        ({"Payload": {"code": 0, "output": "OperatorID 1\n"}}, 0),
        ({"Payload": {"code": 1, "output": "An operator of this name is there.\n"}}, 1),
        ({"Payload": {"errorType": "Timeout"}, "FunctionError": "Unhandled"}, 1),
    ],
)
def test_from_a_laptop_the_command_is_what_the_function_says(
    answered: dict[str, Any], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(boto3, "client", lambda *_, **__: Answering(asked, answered))

    assert onboard.main(["preview", "operator", "--email", "root@metro.example"]) == code

    assert asked[0]["FunctionName"] == "vault-preview-onboard"
    assert json.loads(asked[0]["Payload"]) == {"arguments": ["operator", "--email", "root@metro.example"]}
    assert any(capsys.readouterr())


class Answering:
    """A Lambda client that records its calls and gives a fixed answer."""

    def __init__(self, asked: list[dict[str, Any]], answered: dict[str, Any]) -> None:
        self.asked, self.answered = asked, answered

    def invoke(self, **response: Any) -> dict[str, Any]:
        self.asked.append(response)
        return {**self.answered, "Payload": io.BytesIO(json.dumps(self.answered["Payload"]).encode())}


def test_a_stage_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert onboard.main(["nowhere", "operator"]) == 1

    assert capsys.readouterr().err.startswith("cdk.json has no stage 'nowhere'")
