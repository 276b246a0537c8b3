"""The onboarding command as a Lambda function: whoever may invoke it need not reach the graph from where they are."""

import io
from contextlib import redirect_stderr, redirect_stdout

from vault.graph.schema import Row
from vault.kernel.json_types import JsonObject
from vault.onboarding.__main__ import main


def handler(event: Row, _context: object = None) -> JsonObject:
    """Run the command with the event's `arguments`; its exit code, and what it says (no log has it).

    What it says may be a secret that is shown this once.
    """
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        try:
            code = main([str(argument) for argument in event["arguments"]])
        except SystemExit as error:
            code = int(error.code or 0)
    return {"code": code, "told": output.getvalue()}
