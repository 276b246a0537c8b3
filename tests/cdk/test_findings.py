"""Findings of the security checks: none remain, and the accepted ones are counted."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cdk.conftest import Assembly

ACCEPTED = {
    "AwsSolutions-AEC5": "the cache",
    "AwsSolutions-AEC6": "the cache",
    "AwsSolutions-APIG4": "each route",
    "AwsSolutions-IAM5": "the API's invoker, the shared policies",
    "AwsSolutions-L1": "each function",
    "AwsSolutions-SMG4": "the mail server's secret",
    "AwsSolutions-SQS3": "each dead-letter queue",
    "NIST.800.53.R5-APIGWSSLEnabled": "the API",
    "NIST.800.53.R5-LambdaConcurrency": "each function",
    "NIST.800.53.R5-LambdaDLQ": "each function",
    "NIST.800.53.R5-LambdaInsideVPC": "the trigger of the user pools",
    "NIST.800.53.R5-SecretsManagerRotationEnabled": "the mail server's secret",
    "NIST.800.53.R5-VPCDefaultSecurityGroupClosed": "the network",
    "NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW": "the network",
}


def test_no_rule_is_accepted_but_these_each_with_its_reason(assembly: Assembly) -> None:
    rules = {rule.partition("[")[0].rpartition("::")[2] for rule, _ in assembly.accepted}

    assert {rule for rule in rules if rule.startswith(("AwsSolutions", "NIST"))} == set(ACCEPTED)
    assert all(len(reason) > 15 for _, reason in assembly.accepted)


# It reads every template, and each endpoint makes these longer.
@pytest.mark.timeout(400)
def test_cfn_lint_finds_nothing(assembly: Assembly) -> None:
    # CDK's provider for exports between regions lists its dependencies twice.
    command = ["cfn-lint", "--ignore-checks", "W3005", "--regions", "us-east-1", "eu-west-1", "--"]

    ran = subprocess.run(
        [Path(sys.executable).with_name(command[0]), *command[1:], *assembly.files], capture_output=True, check=False
    )

    assert (ran.returncode, ran.stdout) == (0, b"")
