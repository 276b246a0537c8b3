"""`python -m tests.fuzz`: calls every endpoint with bodies generated from our own OpenAPI document, for some minutes.

No answer may be a server error, and each must be documented and match its schema.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from local import openapi
from local.system import STAGE, System
from tests.api_server import serve_api
from vault.runtime import forwarding
from vault.runtime.registry import find

SECONDS = int(os.environ.get("FUZZ_SECONDS", "150"))
SHARES = {"examples": 1.0, "fuzzing": 0.7, "coverage": 0.3}
"""Of the time, by the phases that run in it; the first ends by itself, and comes on top."""
DONE = "200"
COUNTS = "counts.json"
SEVERAL = 3
"""How often each endpoint succeeds, at least."""
MAX_EXAMPLES = "6"
"""How many bodies an endpoint gets in a row, before the next one's turn."""
SETTINGS = {"VAULT_GRAPH_CONNECTIONS": "8", "VAULT_LIMIT_FACTOR": "100000", "VAULT_LOG_LEVEL": "ERROR"}
ROOT = Path(__file__).resolve().parents[2]
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main() -> int:
    """Fuzz the API on services of its own; 1 if something was found, or an endpoint did not succeed several times."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        with System(directory, persistent=False) as system:
            os.environ.update(system.environment | SETTINGS)
            with redirect_stdout(io.StringIO()), serve_api() as port:
                found = [fuzz(directory, port, phases, int(SECONDS * share)) for phases, share in SHARES.items()]
        return max(*found, report(json.loads((directory / COUNTS).read_text())))


def report(counts: dict[str, int]) -> int:
    """Print the share of successes of each endpoint; 1 if one succeeded too seldom."""
    by_path: dict[str, Counter[str]] = {path: Counter() for path in find().endpoints if path != forwarding.PATH}
    for name, count in counts.items():
        path, _, status = name.partition(" ")
        by_path[path][status] += count
    for path, statuses in sorted(by_path.items()):
        rest = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()) if status != DONE)
        sys.stdout.write(f"{statuses[DONE]:5} of {statuses.total():5} succeeded  {path}  ({rest})\n")
    seldom = sorted(path for path, statuses in by_path.items() if statuses[DONE] < SEVERAL)
    sys.stdout.writelines(f"{path} succeeded fewer than {SEVERAL} times\n" for path in seldom)
    return int(bool(seldom))


def with_several_examples(document: dict[str, Any]) -> dict[str, Any]:
    """The document with as many examples of each request as have to succeed; the hooks fill them in anew."""
    for path in document["paths"].values():
        content = path["post"]["requestBody"]["content"]["application/json"]
        example = content.pop("example", {})
        content["examples"] = {f"{number}": {"value": {**example, "number": number}} for number in range(SEVERAL)}
    return document


def fuzz(directory: Path, port: int, phases: str, seconds: int) -> int:
    """Run schemathesis for some seconds; returns its exit code."""
    document = directory / "openapi.json"
    document.write_text(json.dumps(with_several_examples(openapi.document())))
    options = {
        "url": f"http://127.0.0.1:{port}/{STAGE}",
        "exclude-path": forwarding.PATH,
        "checks": CHECKS,
        "phases": phases,
        "max-examples": MAX_EXAMPLES,
        "max-time": str(seconds),
        "workers": "2",
    }
    program = str(Path(sys.executable).with_name("schemathesis"))
    command = [program, "run", str(document), *(f"--{name}={value}" for name, value in options.items())]
    ours = {"SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "FUZZ_COUNTS": str(directory / COUNTS), "FUZZ_PHASES": phases}
    environment = {**os.environ, **ours, "PYTHONPATH": f"{ROOT / 'shared'}:{ROOT}"}
    return subprocess.run(command, env=environment, cwd=directory, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
