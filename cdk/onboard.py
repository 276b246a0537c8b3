"""`python -m cdk.onboard STAGE operator …`: runs the onboarding command in a deployment's function."""

import json
import sys
from collections.abc import Sequence

import boto3

from cdk.names import ALIAS, ONBOARD, resource_name
from cdk.stage import StageInvalid, load_context, parse_stage


def main(arguments: Sequence[str]) -> int:
    """Run the command with the caller's AWS credentials; returns its exit code."""
    try:
        stage = parse_stage(load_context(), next(iter(arguments), None))
    except StageInvalid as error:
        sys.stderr.write(f"{error}\n")
        return 1
    invocation = boto3.client("lambda", region_name=stage.primary).invoke(
        FunctionName=resource_name(stage.name, ONBOARD),
        Qualifier=ALIAS,
        Payload=json.dumps({"arguments": arguments[1:]}).encode(),
    )
    answer = json.loads(invocation["Payload"].read())
    if "FunctionError" in invocation:
        sys.stderr.write(f"{answer['errorType']}: {answer.get('errorMessage', '')}\n")
        return 1
    sys.stdout.write(answer["output"])
    return int(answer["code"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
