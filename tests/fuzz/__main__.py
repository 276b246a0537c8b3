"""`python -m tests.fuzz`: calls every endpoint with bodies generated from our own OpenAPI document, for some minutes.

No answer may be a server error, and each must be documented and match its schema.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local import openapi
from local.api.application import build_application
from local.api.server import Server
from local.system import STAGE, System
from vault.runtime import forwarding
from vault.runtime.registry import find

SECONDS = os.environ.get("FUZZ_SECONDS", "150")
ROOT = Path(__file__).resolve().parents[2]
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def main() -> int:
    """Fuzz the API on services of its own; returns schemathesis's exit code."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        with System(directory, persistent=False) as system:
            os.environ.update(system.environment | {"VAULT_GRAPH_CONNECTIONS": "8", "VAULT_LIMIT_FACTOR": "100000"})
            with serve() as port:
                return fuzz(directory, port, settings())


def settings() -> dict[str, str]:
    """An operator to fuzz: its console, callers, and ids of existing things."""
    from tests.factories import add_plan, add_staff, create_tenant
    from vault.kernel.permissions import Role

    made = create_tenant("Fuzzed")
    venue, unit = made.venues[0], made.units[0]
    leaving = add_staff(made, Role.DOMAIN_ADMINISTRATOR)
    things = {
        "VenueID": venue.id,
        "UnitID_internal": unit,
        "ServicePlanID": add_plan(made, "Gold", venue),
        "EmailAddress": made.people["LeasingAgent"].email,
        "SubscriberToken": made.people["LeasingAgent"].token,
        "OperatorID": made.operator.id,
    }
    tokens = {"staying": made.token("DomainAdministrator"), "leaving": leaving.access_token}
    return {"ORIGIN": made.origin, "FUZZ_TOKENS": json.dumps(tokens), "FUZZ_THINGS": json.dumps(things)}


@contextmanager
def serve() -> Iterator[int]:
    """Serve the API; yields its port."""
    server, stop = Server(0), threading.Event()
    application = build_application(STAGE, find().endpoints, lambda _: None)
    thread = threading.Thread(target=server.serve, args=(application, stop))
    thread.start()
    try:
        yield server.port
    finally:
        stop.set()
        thread.join()


def fuzz(directory: Path, port: int, given: dict[str, str]) -> int:
    document = directory / "openapi.json"
    document.write_text(json.dumps(openapi.document()))
    program = str(Path(sys.executable).with_name("schemathesis"))
    url = f"http://127.0.0.1:{port}/{STAGE}"
    asked = [
        "--exclude-path",
        forwarding.PATH,
        "--checks",
        CHECKS,
        "--phases",
        "examples,coverage,fuzzing",
        "--max-time",
        SECONDS,
        "--workers",
        "2",
    ]
    command = [program, "run", str(document), "--url", url, "--header", f"Origin:{given['ORIGIN']}", *asked]
    hooks = {"SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env={**os.environ, **given, **hooks}, cwd=directory, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
