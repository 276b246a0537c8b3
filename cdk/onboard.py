"""`python -m cdk.onboard STAGE operator …`: the onboarding command, run by the function of a deployment."""

import json
import sys
from collections.abc import Sequence

import boto3

from cdk.names import ALIAS, ONBOARD, named
from cdk.stage import StageInvalid, context_of, stage_of


def main(arguments: Sequence[str]) -> int:
    """Run the command with the credentials of whoever calls; its exit code."""
    try:
        stage = stage_of(context_of(), next(iter(arguments), None))
    except StageInvalid as error:
        sys.stderr.write(f"{error}\n")
        return 1
    answered = boto3.client("lambda", region_name=stage.primary).invoke(
        FunctionName=named(stage.name, ONBOARD),
        Qualifier=ALIAS,
        Payload=json.dumps({"arguments": arguments[1:]}).encode(),
    )
    told = json.loads(answered["Payload"].read())
    if "FunctionError" in answered:
        sys.stderr.write(f"{told['errorType']}: {told.get('errorMessage', '')}\n")
        return 1
    sys.stdout.write(told["told"])
    return int(told["code"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
