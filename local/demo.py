"""The file with the credentials of the demo operators, readable for its owner only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

FILE = "demo.json"


def write(file: Path, demo: dict[str, Any]) -> None:
    """Replace the file atomically, readable for its owner only."""
    write_private(file, json.dumps(demo, indent=2))


def read(file: Path) -> dict[str, Any]:
    """Return the content of the file, or an empty object before it is written."""
    demo: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return demo
