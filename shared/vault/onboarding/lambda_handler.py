"""The onboarding command as a Lambda function, for callers that cannot reach the graph."""

import io
from contextlib import redirect_stderr, redirect_stdout

from vault.kernel.json_types import JsonObject
from vault.onboarding.__main__ import main


def handler(event: JsonObject, _context: object = None) -> JsonObject:
    """Run the command with the event's `arguments`; its output may contain a secret, and is not logged."""
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        try:
            code = main([str(argument) for argument in event["arguments"]])
        except SystemExit as error:
            code = int(error.code or 0)
    return {"code": code, "output": output.getvalue()}
