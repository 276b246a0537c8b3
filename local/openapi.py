"""`python -m local.openapi --write|--check [FILE...]`: writes what is generated from declarations, or compares it.

A FILE that ends in .md is a page of docs/api, any other the OpenAPI document; without one it is all of GENERATED.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from vault.runtime.registry import find

USAGE = "usage: python -m local.openapi --write|--check [FILE...]\n"
PAGE = ".md"
GENERATED = ("docs/openapi.json", *(f"docs/api/{name}.md" for name in ("endpoints", "errors", "events", "limits")))
PARTS_BY_NAME = ("paths", "components")
"""What is compared entry by entry; all else as a whole."""


def document() -> dict[str, Any]:
    from vault.openapi import document as openapi

    return openapi.document(_handlers())


def _render_page(name: str) -> str:
    """A page of docs/api by its name."""
    from vault.openapi import endpoint_table, error_table, event_table, limits

    match name:
        case "errors":
            return error_table.render_errors(_handlers())
        case "endpoints":
            return endpoint_table.render_endpoints(_handlers())
        case "events":
            return event_table.render_events()
        case "limits":
            return limits.render_limits()
        case _:
            raise ValueError(name)


def _handlers() -> list[Any]:
    return [function.handler for function in find().endpoints.values()]


def render(document: dict[str, Any]) -> str:
    """The document as the file's text: one value a line, names sorted, so that a change shows where it is made."""
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _list_differences(declared: dict[str, Any], written: dict[str, Any]) -> list[str]:
    """The paths, components and other parts that two documents have differently, a line for each."""
    ours, theirs = _entries(declared), _entries(written)
    lines = [f"not in the file: {name}" for name in ours.keys() - theirs.keys()]
    lines += [f"only in the file: {name}" for name in theirs.keys() - ours.keys()]
    lines += [f"differs: {name}" for name in ours.keys() & theirs.keys() if ours[name] != theirs[name]]
    return sorted(lines)


def main() -> int:
    """Do what the command line says; the exit code is 1 where the file to check says something else."""
    match sys.argv[1:]:
        case ["--check", *files]:
            return max([_check(Path(file)) for file in files or GENERATED])
        case ["--write", *files]:
            return max([_write(Path(file)) for file in files or GENERATED])
        case _:
            sys.stderr.write(USAGE)
            return 2


def _entries(document: dict[str, Any]) -> dict[str, Any]:
    """The parts of a document that are compared, by the names that a reader finds them under."""
    found = {name: part for name, part in document.items() if name not in PARTS_BY_NAME}
    found |= {f"paths {path}": item for path, item in document.get("paths", {}).items()}
    for kind, named in document.get("components", {}).items():
        found |= {f"components {kind} {name}": part for name, part in named.items()}
    return found


def _check(file: Path) -> int:
    declared = _render(file)
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    if written == declared:
        return 0
    sys.stderr.write(f"{file} is not what the code declares; `make openapi` writes it anew.\n")
    if file.suffix != PAGE:
        lines = _list_differences(json.loads(declared), json.loads(written or "{}")) or ["differs: only its layout"]
        sys.stderr.writelines(f"  {line}\n" for line in lines)
    return 1


def _write(file: Path) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_render(file), encoding="utf-8")
    sys.stdout.write(f"{file}: {len(_handlers())} endpoints\n")
    return 0


def _render(file: Path) -> str:
    return _render_page(file.stem) if file.suffix == PAGE else render(document())


if __name__ == "__main__":
    sys.exit(main())
