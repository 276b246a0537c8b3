"""The onboarding command as a Lambda function: whoever may invoke it need not reach the graph from where they are."""

import io
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from vault.onboarding.__main__ import main


def handler(event: Mapping[str, Any], _context: object = None) -> dict[str, Any]:
    """Run the command with the event's `arguments`; its exit code, and what it says (no log has it).

    What it says may be a secret that is shown this once.
    """
    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        try:
            code = main([str(argument) for argument in event["arguments"]])
        except SystemExit as error:
            code = int(error.code or 0)
    return {"code": code, "told": told.getvalue()}
