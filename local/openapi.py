"""`python -m local.openapi FILE`: writes the OpenAPI document of every endpoint below functions/."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from vault.runtime.registry import find


def document() -> dict[str, Any]:
    """The document, made of the endpoints' own declarations."""
    from vault.runtime import openapi

    handlers: list[Any] = [function.handler for function in find().endpoints.values()]
    return openapi.document(handlers)


def main() -> int:
    """Write the document to the file that the command line names; the exit code."""
    if len(sys.argv) != len(["program", "file"]):
        sys.stderr.write("usage: python -m local.openapi FILE\n")
        return 2
    file = Path(sys.argv[1])
    made = document()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{file}: {len(made['paths'])} endpoints\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
